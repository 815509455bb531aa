import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type LlmSimulator, startLlmSimulator } from '@wick/testkit';
import { writeArchiveFile } from '../testing/archive-file.test-support.ts';
import { createWickHome, type WickHome } from '../testing/wick-home.test-support.ts';
import { judgeWindow, simulatorEnv } from './window-model.test-support.ts';

jest.setTimeout(60_000);

const START = Date.UTC(2024, 0, 1);
// 100 hours without those from 20:00 on the first day to 08:00 on the second.
const GAP = [20, 32] as const;

let home: WickHome;
let simulator: LlmSimulator;
let env: Record<string, string>;
beforeAll(async () => {
  home = await createWickHome();
  await home.run(['candles', 'import', writeArchiveFile({ folder: home.folder, name: 'BTCUSDT-1h-2024-01.csv', fromMs: START, count: 100, without: GAP })]);
  simulator = await startLlmSimulator({ handler: judgeWindow });
  env = simulatorEnv(home.folder, simulator);
});
afterAll(async () => {
  await simulator.close();
  await home.remove();
});

const words = (...range: string[]): string[] => [
  'BTCUSDT', '-i', '1h', '--window', '10', '--ask', 'buy dips', '--provider', simulator.baseUrl, '--model', 'deepseek-chat', '--max-cost', '5', ...range,
];

async function linesOf(...range: string[]): Promise<string[]> {
  const path = join(home.folder, 'range.ndjson');
  const { exitCode, stderr } = await home.run(['signals', ...words(...range), '--out', path], env);
  expect([exitCode, stderr.includes('rror')]).toEqual([0, false]);
  return readFileSync(path, 'utf8').trimEnd().split('\n').slice(1);
}
const timeOf = (line: string): string => (JSON.parse(line) as { timestamp: string }).timestamp;

describe('the decisions of a range are those of a longer one', () => {
  test.each([
    ['in the middle of candles', '2024-01-03T05:00'],
    ['off the grid', '2024-01-03T05:17'],
    ['at the first of all candles', '2024-01-01'],
    ['within the first window, where history is short', '2024-01-01T04:00'],
    ['within the first window after a gap', '2024-01-02T12:00'],
    ['in the gap', '2024-01-02T02:00'],
    ['at the first candle after the gap', '2024-01-02T08:00'],
    ['a whole window after the gap', '2024-01-02T18:00'],
  ])('that begins %s', async (_name, since) => {
    const all = await linesOf();
    expect(all).toHaveLength(88);
    const asked = simulator.requestCount;
    const expected = all.filter((line) => timeOf(line) >= new Date(`${since}Z`).toISOString().replace('.000', ''));
    expect(await linesOf('--since', since)).toEqual(expected);
    expect(await linesOf('--since', since, '--until', '2024-01-03T12:00')).toEqual(expected.filter((line) => timeOf(line) < '2024-01-03T12:00:00Z'));
    // The same windows, to the byte: what is recorded of the longer range is enough.
    expect(simulator.requestCount).toBe(asked);
  });

  test('and what is said of the candles speaks of the range alone', async () => {
    const notesOf = async (...range: string[]): Promise<unknown> => (await home.runJson(['signals', ...words(...range)], env))['notes'];
    expect(await notesOf()).toEqual([expect.stringContaining('12 candles missing')]);
    expect(await notesOf('--since', '2024-01-02T10:00')).toEqual([]);
  });

  test('and where nothing is stored in the range, history does not stand in', async () => {
    const { exitCode, stdout } = await home.run(['signals', ...words('--since', '2025-01-01'), '--json'], env);
    expect([exitCode, JSON.parse(stdout)]).toEqual([1, { error: expect.objectContaining({ code: 'CANDLES_MISSING' }) as unknown }]);
  });

  test('when a model is asked masked and plain, too', async () => {
    const plan = async (...range: string[]): Promise<{ windows: number; skipped: number }> =>
      ((await home.runJson(['llm', 'leakage', ...words(...range), '--every', '1', '--plan'], env)) as { plan: { windows: number; skipped: number } }).plan;
    // 40 decisions, each with a window, asked about twice.
    expect(await plan('--since', '2024-01-03T04:00', '--until', '2024-01-04T20:00')).toMatchObject({ windows: 80, skipped: 0 });
  });
});
