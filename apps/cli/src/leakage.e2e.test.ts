import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DAY_MS, type Frame } from '@wick/core';
import { honestModel, type LlmAnswer, type LlmModel, type LlmRequest, type LlmSimulator, memorisingModel, say, startLlmSimulator } from '@wick/testkit';
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
/** What is stored. */
let market: Frame;
/** Prices that hold on every day, and a cut-off in the middle of the month. */
let prices: string;

beforeAll(async () => {
  home = await createWickHome();
  const series = { exchange: 'binance', market: 'spot', symbol: 'BTCUSDT', interval: '1h' } as const;
  await home.run(['candles', 'import', writeArchiveFile({ folder: home.folder, name: 'BTCUSDT-1h-2024-01.csv', ...MONTH })]);
  market = await home.storage.candles.frame(series);
  prices = join(home.folder, 'prices.json');
  const price = { models: ['deepseek-flash'], providers: ['deepseek'], inputUsd: 0.15, cachedInputUsd: 0.003, outputUsd: 0.6, date: '2026-11-22', source: 'a test' };
  writeFileSync(prices, JSON.stringify({ prices: [{ ...price, knowledgeCutOff: { date: '2024-01-15', kind: 'stated', source: 'a test' } }] }));
});
afterEach(() => simulator.close());
afterAll(() => home.remove());

/** Decides by chance. */
function fickle({ messages }: LlmRequest): LlmAnswer {
  const { content } = messages[1]!;
  const { time } = JSON.parse(content) as { time: string };
  const action = createHash('sha256').update(content).digest()[0]! % 2 === 0 ? 'BUY' : 'SELL';
  return say(JSON.stringify({ time, reason: 'It may as well be so as not, on balance, by what the candles show.', action, confidence: 0.5 }));
}

const leakage = async (name: string, handler: LlmModel, ...words: string[]) => {
  simulator = await startLlmSimulator({ handler, tokenizer: {}, apiKey: 'sk-simulator-0123456789abcdef' });
  // What one simulated model has answered must not be replayed for another.
  return again(name, ...words);
};
const again = (name: string, ...words: string[]) =>
  home.run(
    ['llm', 'leakage', 'BTCUSDT', '-i', '1h', '--provider', 'deepseek', '--ask', `Buy what will rise, says ${name}.`, '--window', '10', '--every', String(EVERY), '--prices', prices, ...words],
    { DEEPSEEK_BASE_URL: simulator.baseUrl, DEEPSEEK_API_KEY: simulator.apiKey },
  );

describe('wick llm leakage', () => {
  test('flags a model that has memorised prices, and replays it without a call', async () => {
    const { exitCode, stdout } = await leakage('memorising', memorisingModel([market], { bars: EVERY }), '--max-cost', '1');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('deepseek-flash remembers: it decides better');
    expect(stdout).toContain('It does so after its cut-off too');
    expect(stdout).toContain('deepseek-flash may know everything up to 2024-01-15 (by its maker).');
    const calls = simulator.requestCount;
    const document = JSON.parse((await again('memorising', '--json')).stdout) as Record<string, unknown>;
    expect(document).toMatchObject({ verdict: 'remembers', falseAlarmRate: 0.05, leakage: { horizon: EVERY, all: { pairs: 122 } }, plain: { settings: { masked: false } }, masked: { settings: { masked: true } } });
    expect(simulator.requestCount).toBe(calls);
  });

  test('does not flag an honest one', async () => {
    const { exitCode, stdout } = await leakage('honest', honestModel(), '--max-cost', '1');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('There is no evidence that deepseek-flash remembers. Masked and plain have earned the same in all but 1 of 122 windows.');
  });

  test('says of one that decides by chance what would have been found', async () => {
    const { stdout } = await leakage('fickle', fickle, '--max-cost', '1');
    expect(stdout).toMatch(/no evidence that deepseek-flash remembers\. A difference of \+\d\.\d+% a decision would have been found in four of five such runs/);
  });

  test('tells the windows before the cut-off from those after', async () => {
    const { stdout } = await leakage('half read', memorisingModel([await home.storage.candles.frame(market.series, { toMs: START + 15 * DAY_MS })], { bars: EVERY }), '--max-cost', '1', '--json');
    const { leakage: found } = JSON.parse(stdout) as { leakage: { before: { verdict: string }; after: { verdict: string } } };
    expect([found.before.verdict, found.after.verdict]).toEqual(['remembers', 'no evidence']);
  });

  test('asks about as many windows as it is told to, and only shows the plan where that is wanted', async () => {
    const { exitCode, stdout } = await leakage('honest', honestModel(), '--windows', '40', '--plan', '--json');
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
    ['with a limit of the account that is none', ['--requests-per-minute', '0'], 2, '--requests-per-minute cannot be "0"'],
    ['where outcomes would overlap', ['--horizon', '7'], 2, 'would overlap'],
  ])('asks nothing %s', async (_what, words, code, problem) => {
    const { exitCode, stderr } = await leakage('honest', honestModel(), '--temperature', '0.5', ...words);
    expect([exitCode, stderr]).toEqual([code, expect.stringContaining(problem)]);
    expect(simulator.requestCount).toBe(0);
  });
});
