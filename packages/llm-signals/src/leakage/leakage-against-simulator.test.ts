import { createHash } from 'node:crypto';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { createFrame, type Frame } from '@wick/core';
import { honestModel, type LlmModel, type LlmRequest, type LlmSimulator, memorisingModel, memoryCassetteStore, say, startLlmSimulator } from '@wick/testkit';
import { EXAMPLE_DECISION } from '../cost/example-questions.ts';
import type { KnowledgeCutOff, Price } from '../cost/price.ts';
import type { AskingProgress } from '../judging/ask-open.ts';
import { PROVIDERS } from '../provider/providers.ts';
import { random32 } from '../random/random32.ts';
import { rowsOf } from '../windows/frames.test-support.ts';
import { prepareTwice } from './judge-twice.ts';

// Hundreds of answers and thousands of sums take longer on a machine that does something else, too.
jest.setTimeout(60_000);

const HOUR_MS = 3_600_000;
const START_MS = Date.parse('2024-03-01T00:00Z');
const CUT = { candles: 20, every: 6 };

/** A market that nothing in its past foretells. */
const market: Frame = (() => {
  const random = random32(7);
  const length = 24 * 60;
  const columns = { open: new Float64Array(length), high: new Float64Array(length), low: new Float64Array(length), close: new Float64Array(length), volume: new Float64Array(length).fill(1) };
  let price = 50_000;
  for (let bar = 0; bar < length; bar++) {
    columns.open[bar] = price;
    price *= 1 + (random() / 2 ** 32 - 0.5) / 40;
    columns.close[bar] = price;
    columns.high[bar] = Math.max(columns.open[bar]!, price);
    columns.low[bar] = Math.min(columns.open[bar]!, price);
  }
  return createFrame({ exchange: 'binance', market: 'spot', symbol: 'BTCUSDT', interval: '1h' }, Float64Array.from({ length }, (_, bar) => START_MS + bar * HOUR_MS), columns);
})();

interface Shown {
  readonly symbol?: string;
  readonly time: string;
  readonly candles: readonly (readonly number[])[];
}
const shownTo = ({ messages }: LlmRequest): Shown => JSON.parse(messages[1]!.content) as Shown;
/** Of usual length. */
const { reason: REASON } = JSON.parse(EXAMPLE_DECISION) as { reason: string };
const decide = (time: string, action: 'BUY' | 'SELL') => say(JSON.stringify({ time, reason: REASON, action, confidence: 0.7 }));

/** Decides by chance: twice about the same window in two ways. */
const fickle = (request: LlmRequest) => {
  const { time } = shownTo(request);
  return decide(time, createHash('sha256').update(request.messages[1]!.content).digest()[0]! % 2 === 0 ? 'BUY' : 'SELL');
};

const memorising = memorisingModel([market], { bars: CUT.every });
/** Has read up to here. */
const halfRead = memorisingModel([rowsOf(market, 0, 31 * 24)], { bars: CUT.every });

const KNOWS: KnowledgeCutOff = { date: '2024-03-31', kind: 'stated', source: 'its maker' };
const priced = (cutOff: KnowledgeCutOff | null): Price => ({
  models: ['deepseek-flash'], providers: ['deepseek'], inputUsd: 0.15, cachedInputUsd: 0.003, outputUsd: 0.6, date: '2026-11-22', source: 'a test', knowledgeCutOff: cutOff,
});

let simulator: LlmSimulator;
afterEach(() => simulator.close());

async function prepare(handler: LlmModel, cutOff: KnowledgeCutOff | null = null) {
  simulator = await startLlmSimulator({ handler, tokenizer: {} });
  const provider = { ...PROVIDERS.deepseek, baseUrl: simulator.baseUrl };
  const cassettes = memoryCassetteStore();
  const prepared = () => prepareTwice({ frame: market, settings: { ...CUT, instruction: 'Buy if it will rise.' }, horizon: CUT.every, provider, cassettes, prices: [priced(cutOff)] });
  return { prepared, key: () => simulator.apiKey };
}

async function compare(handler: LlmModel, cutOff: KnowledgeCutOff | null = null) {
  const { prepared, key } = await prepare(handler, cutOff);
  return (await (await prepared()).run({ key, maxUsd: 1 })).leakage;
}

describe('a simulated model, asked about the same windows masked and plain', () => {
  test('is flagged if it has memorised the prices', async () => {
    const { all } = await compare(memorising);
    expect(all).toMatchObject({ verdict: 'remembers', hitRate: { plain: { share: 1 } } });
    expect(all.hitRate.masked.share).toBeLessThan(0.6);
    expect(all.pairs).toBeGreaterThan(200);
  });

  test('is not flagged if it judges by the candles alone', async () => {
    const { all } = await compare(honestModel());
    expect(all).toMatchObject({ verdict: 'no evidence', differing: 0 });
  });

  test('is not flagged if it decides by chance, and it is said what would have been found', async () => {
    const { all } = await compare(fickle);
    expect(all.differing).toBeGreaterThan(80);
    expect(all.verdict).toBe('no evidence');
    expect(all.smallestSeen).toBeGreaterThan(0);
    expect(all.interval![0]).toBeLessThan(0);
    expect(all.interval![1]).toBeGreaterThan(0);
  });

  test('is flagged for the windows before the end of what it has read, and not for those after', async () => {
    const { before, after } = await compare(halfRead, KNOWS);
    expect([before?.verdict, after?.verdict]).toEqual(['remembers', 'no evidence']);
  });
});

describe('the two runs together', () => {
  test('ask nothing without a limit, and say what one would have to be', async () => {
    const { prepared, key } = await prepare(honestModel());
    const twice = await prepared();
    expect(twice.planned).toMatchObject({ windows: 2 * 237, toAsk: 2 * 237, recorded: 0 });
    await expect(twice.run({ key })).rejects.toMatchObject({ code: 'BUDGET_EXHAUSTED', details: { toAsk: 2 * 237 } });
    await expect(twice.run({ key, maxUsd: twice.planned.estimate!.expectedUsd! * 0.99 })).rejects.toMatchObject({ code: 'BUDGET_EXHAUSTED' });
    expect(simulator.requestCount).toBe(0);
  });

  test('keep one limit, are told of as one, and are replayed for nothing', async () => {
    const { prepared, key } = await prepare(honestModel());
    const first = await prepared();
    const seen: AskingProgress[] = [];
    const ran = await first.run({ key, maxUsd: 1, onProgress: (progress) => seen.push(progress) });
    const spentUsd = ran.plain.spending.settledUsd + ran.masked.spending.settledUsd;
    expect(seen.at(-1)).toEqual({ answered: 2 * 237, total: 2 * 237, spentUsd: expect.closeTo(spentUsd, 6) });
    expect(Math.abs(first.planned.estimate!.expectedUsd! / spentUsd - 1)).toBeLessThan(0.1);
    const requests = simulator.requestCount;
    const again = await prepared();
    expect(again.planned).toMatchObject({ toAsk: 0, recorded: 2 * 237 });
    expect((await again.run({ key })).leakage).toEqual(ran.leakage);
    expect(simulator.requestCount).toBe(requests);
  });

  test('end where the first has cost more than was expected, with everything that was answered kept', async () => {
    const wordy = (request: LlmRequest) => {
      const { time } = shownTo(request);
      return say(JSON.stringify({ time, reason: 'a long reason '.repeat(20), action: 'HOLD', confidence: 0.5 }));
    };
    const { prepared, key } = await prepare(wordy);
    const first = await prepared();
    const maxUsd = first.planned.estimate!.expectedUsd! * 1.01;
    await expect(first.run({ key, maxUsd })).rejects.toMatchObject({ code: 'BUDGET_EXHAUSTED', message: expect.stringMatching(/^The masked windows are judged/) });
    const { planned } = await prepared();
    expect(planned.recorded).toBe(237);
    expect(planned.spending.settledUsd).toBeLessThanOrEqual(maxUsd);
  });
});
