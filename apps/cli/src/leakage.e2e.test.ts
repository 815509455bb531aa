import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DAY_MS, HOUR_MS } from '@wick/core';
import { generateCandles, type LlmRequest, type LlmSimulator, say, startLlmSimulator } from '@wick/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { writeArchiveFile } from './testing/archive-file.test-support.ts';
import { createWickHome, type WickHome } from './testing/wick-home.test-support.ts';

jest.setTimeout(120_000);

const START = Date.UTC(2024, 0, 1);
const COUNT = 31 * 24;
const MONTH = { fromMs: START, count: COUNT };
const EVERY = 6;

let home: WickHome;
let simulator: LlmSimulator;
/** Opens and closes of the stored candles. */
let truth: { readonly open: Float64Array; readonly close: Float64Array };
/** Prices that hold on every day, and a cut-off in the middle of the month. */
let prices: string;

beforeAll(async () => {
  home = await createWickHome();
  const series = { exchange: 'binance', market: 'spot', symbol: 'BTCUSDT', interval: '1h' } as const;
  const { columns } = generateCandles({ series, ...MONTH, seed: 1 });
  truth = { open: Float64Array.from(columns.open, Number), close: Float64Array.from(columns.close, Number) };
  await home.run(['candles', 'import', writeArchiveFile({ folder: home.folder, name: 'BTCUSDT-1h-2024-01.csv', ...MONTH })]);
  prices = join(home.folder, 'prices.json');
  const price = { models: ['deepseek-flash'], providers: ['deepseek'], inputUsd: 0.15, cachedInputUsd: 0.003, outputUsd: 0.6, date: '2026-11-22', source: 'a test' };
  writeFileSync(prices, JSON.stringify({ prices: [{ ...price, knowledgeCutOff: { date: '2024-01-15', kind: 'stated', source: 'a test' } }] }));
});
afterEach(() => simulator.close());
afterAll(() => home.remove());

interface Shown {
  readonly symbol?: string;
  readonly time: string;
  readonly candles: readonly (readonly number[])[];
}
const shownTo = ({ messages }: LlmRequest): Shown => JSON.parse(messages[1]!.content) as Shown;
const decide = (time: string, rises: boolean) =>
  say(JSON.stringify({ time, reason: 'The last candle and those before it lead me to this, on balance.', action: rises ? 'BUY' : 'SELL', confidence: 0.7 }));

const honest = (request: LlmRequest) => {
  const { time, candles } = shownTo(request);
  const [open, , , close] = candles.at(-1) as [number, number, number, number];
  return decide(time, close > open);
};
const memorising = (request: LlmRequest) => {
  const { symbol, time } = shownTo(request);
  const bar = (Date.parse(time) - START) / HOUR_MS;
  if (symbol === undefined || bar >= COUNT) return honest(request);
  return decide(time, truth.close[Math.min(bar + EVERY, COUNT) - 1]! > truth.open[bar]!);
};
const fickle = (request: LlmRequest) => decide(shownTo(request).time, createHash('sha256').update(request.messages[1]!.content).digest()[0]! % 2 === 0);
/** Has read of the first half of the month only. */
const halfRead = (request: LlmRequest) => (Date.parse(shownTo(request).time) < START + 15 * DAY_MS ? memorising(request) : honest(request));

const leakage = async (handler: (request: LlmRequest) => ReturnType<typeof say>, ...words: string[]) => {
  simulator = await startLlmSimulator({ handler, tokenizer: {}, apiKey: 'sk-simulator-0123456789abcdef' });
  // A model is known by its name: the answers of another simulated one must not be replayed.
  return again(handler.name, ...words);
};
const again = (name: string, ...words: string[]) =>
  home.run(
    ['llm', 'leakage', 'BTCUSDT', '-i', '1h', '--provider', 'deepseek', '--ask', `Buy what will rise, says ${name}.`, '--window', '10', '--every', String(EVERY), '--prices', prices, ...words],
    { DEEPSEEK_BASE_URL: simulator.baseUrl, DEEPSEEK_API_KEY: simulator.apiKey },
  );

describe('wick llm leakage', () => {
  test('flags a model that has memorised prices, and replays it without a call', async () => {
    const { exitCode, stdout } = await leakage(memorising, '--max-cost', '1');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('deepseek-flash remembers: it decides better');
    expect(stdout).toContain('It does so after its cut-off too');
    expect(stdout).toContain('deepseek-flash may know everything up to 2024-01-15 (by its maker).');
    const calls = simulator.requestCount;
    const document = JSON.parse((await again('memorising', '--json')).stdout) as Record<string, unknown>;
    expect(document).toMatchObject({ verdict: 'remembers', falseAlarmRate: 0.05, leakage: { horizon: EVERY, all: { hitRate: { plain: { share: 1 } } } }, plain: { settings: { masked: false } }, masked: { settings: { masked: true } } });
    expect(simulator.requestCount).toBe(calls);
  });

  test('does not flag an honest one', async () => {
    const { exitCode, stdout } = await leakage(honest, '--max-cost', '1');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('There is no evidence that deepseek-flash remembers. Masked and plain have earned the same in every window.');
  });

  test('says of one that decides by chance what would have been found', async () => {
    const { stdout } = await leakage(fickle, '--max-cost', '1');
    expect(stdout).toMatch(/no evidence that deepseek-flash remembers\. A difference of \+\d\.\d+% a decision would have been found in four of five such runs/);
  });

  test('tells the windows before the cut-off from those after', async () => {
    const { stdout } = await leakage(halfRead, '--max-cost', '1', '--json');
    const { leakage: found } = JSON.parse(stdout) as { leakage: { before: { verdict: string }; after: { verdict: string } } };
    expect([found.before.verdict, found.after.verdict]).toEqual(['remembers', 'no evidence']);
  });

  test('asks about as many windows as it is told to, and only shows the plan where that is wanted', async () => {
    const { exitCode, stdout } = await leakage(honest, '--windows', '40', '--plan', '--json');
    expect(exitCode).toBe(0);
    const { plan } = JSON.parse(stdout) as { plan: { windows: number } };
    expect(plan.windows).toBeGreaterThan(60);
    expect(plan.windows).toBeLessThanOrEqual(80);
    expect(simulator.requestCount).toBe(0);
  });

  test.each([
    ['without a limit of the costs', [], 1, 'nothing is asked without a limit'],
    ['with a limit below what is expected', ['--max-cost', '0.0001'], 1, 'are expected to cost'],
    ['with too few windows to say anything', ['--since', '2024-01-30'], 2, 'say nothing either way'],
    ['with a count that says nothing', ['--windows', '10'], 2, '--windows cannot be "10"'],
    ['where outcomes would overlap', ['--horizon', '7'], 2, 'would overlap'],
  ])('asks nothing %s', async (_what, words, code, problem) => {
    const { exitCode, stderr } = await leakage(honest, '--temperature', '0.5', ...words);
    expect([exitCode, stderr]).toEqual([code, expect.stringContaining(problem)]);
    expect(simulator.requestCount).toBe(0);
  });
});
