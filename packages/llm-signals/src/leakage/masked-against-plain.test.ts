import { describe, expect, jest, test } from '@jest/globals';
import { createFrame, type Frame } from '@wick/core';
import type { Action } from '../outside/signal-row.ts';
import type { Judgement } from '../judgement/judgement.ts';
import type { Decision } from '../judging/decision.ts';
import { frameToWindows } from '../windows/frame-to-windows.ts';
import { FALSE_ALARM_RATE, LEAST_PAIRS, maskedAgainstPlain } from './masked-against-plain.ts';
import { pairDecisions } from './pair-decisions.ts';
import { signFlipTest } from './paired-difference.ts';
import { random32 } from '../random/random32.ts';
import { type JudgedTwice, scoreDecisions } from './score-decisions.ts';

// Hundreds of answers and thousands of sums take longer on a machine that does something else, too.
jest.setTimeout(60_000);

const HOUR_MS = 3_600_000;
const START_MS = Date.parse('2024-06-01T00:00Z');
const SERIES = { exchange: 'binance', market: 'spot', symbol: 'BTCUSDT', interval: '1h' } as const;

const frameOf = (closes: readonly number[], hours = closes.map((_, bar) => bar)): Frame => {
  const close = Float64Array.from(closes);
  const open = Float64Array.from(closes, (value, bar) => (bar === 0 ? value : closes[bar - 1]!));
  return createFrame(SERIES, Float64Array.from(hours, (hour) => START_MS + hour * HOUR_MS), { open, high: close, low: open, close, volume: close });
};
const says = (action: Action): Judgement => ({ kind: 'signal', action, confidence: 1, reason: '' });
const silent: Judgement = { kind: 'none', why: 'truncated', detail: '' };

const random = random32(42);
const uniform = (): number => random() / 2 ** 32;
const walk = (bars: number): number[] => {
  let price = 100;
  return Array.from({ length: bars }, () => (price *= 1 + (uniform() - 0.5) / 50));
};
const guess = (): Judgement => says((['BUY', 'SELL', 'HOLD'] as const)[Math.floor(3 * uniform())]!);

const judge = (frame: Frame, every: number, decide: (end: number) => Pick<JudgedTwice, 'plain' | 'masked'>): JudgedTwice[] =>
  frameToWindows(frame, { candles: 5, every }).windows.map((window) => ({ window, ...decide(window.end) }));

describe('decisions are scored', () => {
  const frame = frameOf([100, 100, 100, 100, 100, 110, 121, 121, 108.9]);

  test('from the open of the next candle to the close at the horizon, with the sign of the direction', () => {
    const window = { start: 0, end: 5, decisionTimeMs: START_MS + 5 * HOUR_MS };
    const { pairs } = scoreDecisions(frame, [{ window, plain: says('BUY'), masked: says('SELL') }], 2);
    expect(pairs).toEqual([{ fromMs: START_MS, plain: { direction: 1, earned: expect.closeTo(0.21, 12) }, masked: { direction: -1, earned: expect.closeTo(-0.21, 12) } }]);
  });

  test('HOLD and no signal earn nothing', () => {
    const window = { start: 0, end: 5, decisionTimeMs: START_MS + 5 * HOUR_MS };
    expect(scoreDecisions(frame, [{ window, plain: says('HOLD'), masked: silent }], 2).pairs[0]).toMatchObject({ plain: { direction: 0, earned: 0 }, masked: { direction: 0, earned: 0 } });
  });

  test('not beyond the candles, nor over a gap, nor twice over the same candles', () => {
    const judged = judge(frame, 1, () => ({ plain: says('BUY'), masked: says('BUY') }));
    expect(scoreDecisions(frame, judged, 2)).toMatchObject({ pairs: [{ fromMs: START_MS }, { fromMs: START_MS + 2 * HOUR_MS }], leftOut: { overlapping: 2, noOutcome: 1 } });
    const gapped = frameOf([100, 100, 100, 100, 100, 110, 121], [0, 1, 2, 3, 4, 5, 7]);
    const first = { start: 0, end: 5, decisionTimeMs: START_MS + 5 * HOUR_MS };
    expect(scoreDecisions(gapped, [{ window: first, plain: says('BUY'), masked: silent }], 2).leftOut).toEqual({ overlapping: 0, noOutcome: 1, unanswered: 0 });
    expect(scoreDecisions(gapped, [{ window: first, plain: says('BUY'), masked: silent }], 1).pairs).toHaveLength(1);
  });
});

describe('two runs are paired', () => {
  const frame = frameOf(walk(12));
  const none: Judgement = { kind: 'none', why: 'short-history', detail: '' };
  const at = (bar: number, judgement: Judgement): Decision => ({ openTimeMs: frame.openTimeMs[bar]!, judgement, inSample: null });

  test('window by window, without those that were not shown', () => {
    const plain = [at(2, none), at(5, says('BUY')), at(8, silent)];
    const masked = [at(2, none), at(5, says('SELL')), at(8, says('HOLD'))];
    expect(pairDecisions(frame, 5, plain, masked)).toEqual([
      { window: { start: 1, end: 6, decisionTimeMs: frame.openTimeMs[6] }, plain: says('BUY'), masked: says('SELL') },
      { window: { start: 4, end: 9, decisionTimeMs: frame.openTimeMs[9] }, plain: silent, masked: says('HOLD') },
    ]);
  });

  test('or not at all, if they have decided at other moments', () => {
    expect(() => pairDecisions(frame, 5, [at(5, silent)], [at(6, silent)])).toThrow(RangeError);
    expect(() => pairDecisions(frame, 5, [at(5, silent)], [])).toThrow(RangeError);
    const elsewhere: Decision = { openTimeMs: START_MS + 1, judgement: silent, inSample: null };
    expect(() => pairDecisions(frame, 5, [elsewhere], [elsewhere])).toThrow(RangeError);
  });
});

test('a window that a provider gave no answer for is no decision of the model', () => {
  const windows = frameToWindows(frameOf(walk(40)), { candles: 5, every: 5 }).windows;
  const unanswered: Judgement = { kind: 'none', why: 'unanswered', detail: '' };
  const judged = windows.map((window, index) => ({ window, plain: index === 0 ? unanswered : says('BUY'), masked: index === 1 ? unanswered : silent }));
  const { pairs, leftOut } = scoreDecisions(frameOf(walk(40)), judged, 5);
  expect([pairs.length, leftOut]).toEqual([windows.length - 3, { unanswered: 2, noOutcome: 1, overlapping: 0 }]);
});

describe('masked against plain', () => {
  const frame = frameOf(walk(24 * 60));
  const rises = (end: number): boolean => frame.columns.close[Math.min(end + 3, frame.length - 1)]! > frame.columns.open[end]!;
  const remember = (end: number): Judgement => says(rises(end) ? 'BUY' : 'SELL');

  test('a model that remembers is flagged, with what it earned by it', () => {
    const { all } = maskedAgainstPlain(frame, judge(frame, 4, (end) => ({ plain: remember(end), masked: guess() })), 4, null);
    expect(all.verdict).toBe('remembers');
    expect(all.p).toBeLessThan(0.001);
    expect(all.hitRate.plain.share).toBe(1);
    expect(all.interval![0]).toBeGreaterThan(0);
    expect(all.difference! - (all.meanPlain! - all.meanMasked!)).toBeCloseTo(0, 12);
  });

  test('a model that is good by the candles alone is not', () => {
    const { all } = maskedAgainstPlain(frame, judge(frame, 4, (end) => ({ plain: remember(end), masked: remember(end) })), 4, null);
    expect(all).toMatchObject({ verdict: 'no evidence', differing: 0, difference: 0, p: 1, smallestSeen: null });
  });

  test('what would have been found is said only where enough pairs differ', () => {
    const differingIn = (windows: number) => maskedAgainstPlain(
      frame,
      judge(frame, 4, (end) => ({ plain: says('BUY'), masked: says(end <= 4 * (windows + 1) ? 'SELL' : 'BUY') })),
      4,
      null,
    ).all;
    expect([19, 20].map((windows) => [differingIn(windows).differing, differingIn(windows).smallestSeen === null])).toEqual([[19, true], [20, false]]);
  });

  test('one that does worse for knowing is not', () => {
    const { all } = maskedAgainstPlain(frame, judge(frame, 4, (end) => ({ plain: guess(), masked: remember(end) })), 4, null);
    expect(all.verdict).toBe('no evidence');
    expect(all.p).toBeGreaterThan(0.99);
  });

  test('windows before and after the cut-off are told apart: memory ends there', () => {
    const cutOff = { date: '2024-06-30', kind: 'stated', source: '' } as const;
    const endMs = Date.parse('2024-07-01T00:00Z');
    const { before, after } = maskedAgainstPlain(
      frame,
      judge(frame, 4, (end) => ({ plain: START_MS + end * HOUR_MS < endMs ? remember(end) : guess(), masked: guess() })),
      4,
      cutOff,
    );
    expect([before?.verdict, after?.verdict]).toEqual(['remembers', 'no evidence']);
    expect(before!.pairs + after!.pairs).toBe(maskedAgainstPlain(frame, judge(frame, 4, () => ({ plain: guess(), masked: guess() })), 4, null).all.pairs);
  });

  test('few windows say nothing, whatever they show', () => {
    const judged = judge(frame, 4, (end) => ({ plain: remember(end), masked: guess() })).slice(0, LEAST_PAIRS - 1);
    expect(maskedAgainstPlain(frame, judged, 4, null).all).toMatchObject({ verdict: 'too few windows', pairs: LEAST_PAIRS - 1 });
    expect(maskedAgainstPlain(frame, [], 4, null).all).toMatchObject({ verdict: 'too few windows', pairs: 0, difference: null, p: null, interval: null });
  });

  test('of 400 models that remember nothing, about one in twenty is flagged', () => {
    const direction = (): number => Math.floor(3 * uniform()) - 1;
    const flagged = Array.from({ length: 400 }, () => {
      const differences = Array.from({ length: 60 }, () => {
        // Fat tails, as returns have.
        const gain = (uniform() - 0.5) / (0.02 + uniform());
        return (direction() - direction()) * gain;
      });
      return signFlipTest(differences).p < FALSE_ALARM_RATE;
    }).filter(Boolean).length;
    // 20 expected; the binomial distribution lies within 9 and 33 with 99.6%.
    expect(flagged).toBeGreaterThanOrEqual(9);
    expect(flagged).toBeLessThanOrEqual(33);
  });
});
