import { describe, expect, test } from '@jest/globals';
import { createFrame, type Frame, getBit, HOUR_MS, type Series, type SignalsOrigin, type WickError } from '@wick/core';
import fc from 'fast-check';
import { NO_SIGNAL_REASONS } from '../judgement/judgement.ts';
import type { Decision } from '../judging/decision.ts';
import { decisionsToLines } from '../judging/decisions-to-lines.ts';
import { createOutsideSignals, type OutsideSignalsOptions } from './outside-signals.ts';
import { ACTIONS } from './signal-row.ts';
import type { SignalsHeader } from './signals-header.ts';

const START = Date.UTC(2024, 10, 1);
const SERIES: Series = { exchange: 'simulated', market: 'spot', symbol: 'BTCUSDT', interval: '1h' };

function hours(count: number, series = SERIES): Frame {
  const ones = new Float64Array(count).fill(1);
  return createFrame(series, Float64Array.from({ length: count }, (_, hour) => START + hour * HOUR_MS), { open: ones, high: ones, low: ones, close: ones, volume: ones });
}

const headerOf = (decisions: number, changes: Partial<SignalsHeader> = {}): SignalsHeader => ({
  wick: 'signals', version: 1, series: SERIES, datasetHash: 'ab'.repeat(32), provider: 'holysheep', modelAsked: 'deepseek-chat', modelsAnswered: ['deepseek-chat'],
  knowledgeCutOff: '2024-11-01',
  settings: { instruction: 'buy dips', candles: 50, every: 1, masked: false, temperature: 0, maxOutputTokens: 200, samples: 1, leastAgreement: 1 },
  templateHash: 'cd'.repeat(32), schemaHash: 'ef'.repeat(32), decisions, inSample: 0, signals: { BUY: 0, SELL: 0, HOLD: 0 }, noSignals: {}, agreement: null, tokens: null,
  ...changes,
});

const signal = (hour: number, action: (typeof ACTIONS)[number], changes: Partial<Decision> = {}): Decision => ({
  openTimeMs: START + hour * HOUR_MS, judgement: { kind: 'signal', action, confidence: 0.8, reason: 'a dip' }, inSample: false, ...changes,
});
const none = (hour: number, why: (typeof NO_SIGNAL_REASONS)[number], changes: Partial<Decision> = {}): Decision => ({
  openTimeMs: START + hour * HOUR_MS, judgement: { kind: 'none', why, detail: 'nothing' }, inSample: false, ...changes,
});

async function read(text: string, frame: Frame, options: Partial<OutsideSignalsOptions> = {}): Promise<{ bars: string; origin: SignalsOrigin }> {
  const source = createOutsideSignals({ name: 'judged.ndjson', read: async function* () { await Promise.resolve(); yield Buffer.from(text); }, ...options });
  const { signals, origin } = await source.signals(frame);
  const bars = Array.from({ length: frame.length }, (_, bar) => (getBit(signals.longEntry, bar) ? 'B' : getBit(signals.longExit, bar) ? 'S' : '.')).join('');
  return { bars, origin };
}

const write = (decisions: readonly Decision[], changes: Partial<SignalsHeader> = {}): string => [...decisionsToLines(headerOf(decisions.length, changes), decisions)].join('');

const refusalOf = (act: () => Promise<unknown>): Promise<WickError> =>
  act().then(
    () => { throw new Error('nothing was refused'); },
    (error: WickError) => error,
  );

describe('a file of "wick signals"', () => {
  test('gives its signals, and counts what is none by its reason: never as HOLD', async () => {
    const decisions = [none(0, 'gap'), signal(1, 'BUY'), none(2, 'truncated'), signal(3, 'SELL'), none(4, 'truncated'), signal(5, 'HOLD')];
    const { bars, origin } = await read(write(decisions), hours(6), { minConfidence: 0.5 });
    expect(bars).toBe('.B.S..');
    expect(origin).toMatchObject({ rows: 6, buys: 1, sells: 1, holds: 1, noSignals: { gap: 1, truncated: 2 }, belowConfidence: 0 });
  });

  test('says which of its decisions in the run the model may know the future of', async () => {
    const decisions = [signal(0, 'BUY', { inSample: true }), none(1, 'empty', { inSample: true }), signal(2, 'HOLD', { inSample: true }), signal(9, 'SELL', { inSample: true }), signal(3, 'SELL')];
    const { origin } = await read(write(decisions), hours(4));
    // The one at 9 o'clock lies outside of the candles.
    expect(origin.model).toEqual({
      provider: 'holysheep', modelAsked: 'deepseek-chat', modelsAnswered: ['deepseek-chat'], knowledgeCutOff: '2024-11-01', masked: false,
      instruction: 'buy dips', every: 1, decisions: 4, inSample: 3, firstMs: START, lastMs: START + 3 * HOUR_MS, barsBeyond: 0,
    });
  });

  test('says which part of the run it decides on, in whatever order it does', async () => {
    const { origin } = await read(write([none(6, 'gap'), signal(3, 'BUY'), signal(4, 'SELL')]), hours(10));
    expect(origin.model).toMatchObject({ firstMs: START + 3 * HOUR_MS, lastMs: START + 6 * HOUR_MS, barsBeyond: 6 });
    const elsewhere = await read(write([signal(12, 'BUY')]), hours(10));
    expect(elsewhere.origin.model).toMatchObject({ decisions: 0, firstMs: null, lastMs: null, barsBeyond: 10 });
  });

  test('of a model whose cut-off is unknown says that it is, not that nothing is in-sample', async () => {
    const { origin } = await read(write([signal(0, 'BUY', { inSample: null })], { knowledgeCutOff: null, inSample: null }), hours(4));
    expect(origin.model).toMatchObject({ knowledgeCutOff: null, inSample: null, decisions: 1 });
  });

  test('is accounted for row by row, whatever it holds', async () => {
    const decision = fc.record({ hour: fc.integer({ min: -1, max: 7 }), what: fc.constantFrom(...ACTIONS, ...NO_SIGNAL_REASONS), inSample: fc.boolean(), confidence: fc.constantFrom(0.2, 0.9) });
    await fc.assert(
      fc.asyncProperty(fc.array(decision, { minLength: 1, maxLength: 30 }), async (some) => {
        const decisions = some.map(({ hour, what, inSample, confidence }): Decision => {
          const action = ACTIONS.find((each) => each === what);
          const why = NO_SIGNAL_REASONS.find((each) => each === what);
          return action ? signal(hour, action, { inSample, judgement: { kind: 'signal', action, confidence, reason: '"]}\n' } }) : none(hour, why!, { inSample });
        });
        const { origin: o, bars } = await read(write(decisions), hours(6), { minConfidence: 0.5 });
        const noSignals = Object.values(o.noSignals ?? {}).reduce((sum, times) => sum + times, 0);
        expect(o.buys + o.sells + o.holds + noSignals + o.belowConfidence + o.outsideRange + o.unmatched + o.repeated + o.conflicting).toBe(decisions.length);
        expect(bars.replaceAll('.', '')).toHaveLength(o.buys + o.sells);
        expect(o.model!.inSample).toBe(some.filter(({ hour, inSample }) => inSample && hour >= 0 && hour < 6).length);
      }),
    );
  });

  test('and a signal on a bar that has none contradict each other: nothing is done there', async () => {
    const { bars, origin } = await read(write([none(1, 'disagreement'), signal(1, 'BUY'), none(2, 'gap'), none(2, 'gap')]), hours(4));
    expect(bars).toBe('....');
    expect(origin).toMatchObject({ conflicting: 2, repeated: 1, noSignals: { gap: 1 } });
  });

  test('is refused for other candles, with other timestamps, cut off, damaged, of another version', async () => {
    const text = write([signal(1, 'BUY'), signal(2, 'SELL')]);
    expect((await refusalOf(() => read(text, hours(6, { ...SERIES, symbol: 'ETHUSDT' })))).message).toBe('The signals in "judged.ndjson" are for BTCUSDT 1h, not for ETHUSDT 1h.');
    expect((await refusalOf(() => read(text, hours(6), { timestamps: 'close' }))).message).toContain('would look ahead');
    expect((await refusalOf(() => read(text.split('\n').slice(0, 2).join('\n'), hours(6)))).message).toBe('"judged.ndjson" says that it holds 2 decisions, and has 1.');
    for (const [damaged, problem] of [
      [text.replace('"version":1', '"version":2'), 'its "version" cannot be read'],
      [text.replace('"version":1,', '"version":1'), 'it begins as a header of "wick signals" does, and is not JSON'],
      [text.replace('"inSample":false', '"inSample":"no"'), 'it does not say whether it is in-sample'],
      [text.replace('"BUY","confidence"', '"NONE","confidence"'), '"undefined" is not a reason for no signal'],
      // Two files in one.
      [`${text}${text}`, 'it does not say whether it is in-sample'],
    ] as const) {
      expect((await refusalOf(() => read(damaged, hours(6)))).message).toContain(problem);
    }
  });

  test('is read as it was before where no header says so: NONE is no action of another program', async () => {
    const error = await refusalOf(() => read('{"timestamp":1730419200000,"action":"NONE","why":"gap"}', hours(4)));
    expect(error.message).toContain('"NONE" is not an action');
  });
});
