import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { generateCandles } from '@wick/testkit';
import { createWickHome, type WickHome } from './testing/wick-home.test-support.ts';

jest.setTimeout(60_000);

const series = { exchange: 'simulated', market: 'spot', symbol: 'BTCUSDT', interval: '1m' } as const;
const BACKTEST = ['backtest', 'BTCUSDT', '--interval', '1m', '--exchange', 'simulated', '--strategy', 'RSI below 30', '--json'];

let home: WickHome;
beforeAll(async () => {
  home = await createWickHome();
  await home.storage.candles.write(generateCandles({ series, fromMs: Date.UTC(2024, 0, 31), count: 4_000 }), 'test');
});
afterAll(() => home.remove());

test('a backtest keeps the candles that it decoded, and the next one reads them there and prints the same bytes', async () => {
  const [first, second] = [await home.run(BACKTEST), await home.run(BACKTEST)];
  expect(first.exitCode).toBe(0);
  expect(second.stdout).toBe(first.stdout);
  const folder = join(home.folder, 'data', 'cache');
  const held = { folder, files: 1, bytes: 64 + 2_560 * 6 * 8 };
  expect((await home.runJson(['db', 'status']))['cache']).toEqual(held);
  expect((await home.run(['db', 'status'])).stdout).toMatch(/^Cache +122\.9 kB in .*cache$/m);
  expect(await home.runJson(['db', 'cache'])).toEqual({ ...held, cleared: false });
  expect((await home.run(['db', 'cache', '--clear'])).stdout).toBe(`Removed 122.9 kB in ${folder}.\n`);
  expect(readdirSync(folder)).toEqual([]);
  expect((await home.run(BACKTEST)).stdout).toBe(first.stdout);
  expect((await home.runJson(['db', 'cache']))['bytes']).toBe(held.bytes);
});

test('WICK_CACHE_DIR names another folder for it', async () => {
  const env = { WICK_CACHE_DIR: join(home.folder, 'elsewhere') };
  await home.run(BACKTEST, env);
  expect(readdirSync(env.WICK_CACHE_DIR)).toHaveLength(1);
  expect(await home.runJson(['db', 'cache'], env)).toMatchObject({ folder: env.WICK_CACHE_DIR, files: 1 });
});
