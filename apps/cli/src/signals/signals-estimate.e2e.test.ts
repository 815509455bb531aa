import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { honestModel, type LlmSimulator, startLlmSimulator } from '@wick/testkit';
import { writeArchiveFile } from '../testing/archive-file.test-support.ts';
import { createWickHome, type WickHome } from '../testing/wick-home.test-support.ts';

jest.setTimeout(60_000);

// Dollars per million tokens, and how the simulated provider keeps prompts.
const [INPUT, CACHED, OUTPUT] = [0.28, 0.028, 0.42];
const BLOCK = 64;

let home: WickHome;
let simulator: LlmSimulator | undefined;
beforeAll(async () => {
  home = await createWickHome();
  await home.run(['candles', 'import', writeArchiveFile({ folder: home.folder, name: 'BTCUSDT-1h-2024-01.csv', fromMs: Date.UTC(2024, 0, 1), count: 90 })]);
  for (const prefixCache of [undefined, { leastTokens: BLOCK, blockTokens: BLOCK }]) {
    const price = { models: ['deepseek-chat'], providers: ['holysheep'], inputUsd: INPUT, cachedInputUsd: CACHED, outputUsd: OUTPUT, date: '2026-01-02', source: 'a test', tokenFactor: 1.5, ...(prefixCache && { prefixCache }) };
    writeFileSync(pathOf(prefixCache !== undefined), JSON.stringify({ prices: [price] }));
  }
});
afterEach(() => simulator?.close());
afterAll(() => home.remove());

const pathOf = (isCaching: boolean): string => join(home.folder, `prices-${isCaching}.json`);

interface Ran { readonly tokens: { prompt: number; cached: number; completion: number }; readonly answers: { requests: number }; readonly spending: { settledUsd: number; unsettled: number } }
const dollarsOf = ({ tokens: { prompt, cached, completion } }: Ran): number => ((prompt - cached) * INPUT + cached * CACHED + completion * OUTPUT) / 1e6;

test.each([
  ['plain windows', [], 1, false, false],
  ['masked windows', ['--masked'], 1, false, false],
  ['three samples', ['--samples', '3', '--agreement', '0.6'], 1, false, false],
  ['another tokenizer, after a few answers', [], 1.3, false, true],
  ['another tokenizer and masked windows, after a few answers', ['--masked'], 0.8, false, true],
  ['a provider that keeps the beginnings of prompts', [], 1, true, false],
  // Not before anything is measured for samples there: nobody knows whether a provider has kept one prompt when its repeats come.
  ['the same and masked', ['--masked'], 1, true, false],
  ['the same, after a few answers', ['--every', '2'], 1.2, true, true],
])('what is printed before a run is within a tenth of what is charged: %s', async (name, words, scale, isCaching, isMeasured) => {
  simulator = await startLlmSimulator({ handler: honestModel(), tokenizer: { scale, ...(isCaching && { cacheBlockTokens: BLOCK }) } });
  const env = { HOLYSHEEP_BASE_URL: simulator.baseUrl, HOLYSHEEP_API_KEY: simulator.apiKey, WICK_LLM_PRICES: pathOf(isCaching) };
  const command = ['signals', 'BTCUSDT', '-i', '1h', '--window', '30', '--ask', `buy dips, by ${name}`, '--max-cost', '1', '--requests-per-minute', '100000', '--json', ...words];
  const run = async (...range: string[]): Promise<{ ran: Ran; printed: string }> => {
    const { exitCode, stdout, stderr } = await home.run([...command, ...range], env);
    expect(exitCode).toBe(0);
    return { ran: JSON.parse(stdout) as Ran, printed: stderr };
  };
  const before = isMeasured ? dollarsOf((await run('--until', '2024-01-02T16:00')).ran) : 0;
  const { ran, printed } = await run();
  const [, requests, expected] = /(\d+) requests, expected to cost \$(\S+) and/.exec(printed)!;
  expect(Number(requests)).toBe(ran.answers.requests);
  expect(ran.spending.unsettled).toBe(0);
  expect(ran.spending.settledUsd).toBeCloseTo(dollarsOf(ran), 9);
  expect(ran.tokens.cached > 0.3 * ran.tokens.prompt).toBe(isCaching);
  expect(Math.abs(Number(expected) / (dollarsOf(ran) - before) - 1)).toBeLessThan(0.1);
});
