import { HOUR_MS, openTimeOf } from '@wick/core';
import { type BinanceSimulator, startBinanceSimulator } from '@wick/testkit';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { createWickHome, type WickHome } from '../testing/wick-home.test-support.ts';

jest.setTimeout(60_000);

let home: WickHome;
let exchange: BinanceSimulator;
beforeAll(async () => {
  [home, exchange] = await Promise.all([createWickHome(), startBinanceSimulator()]);
});
afterAll(async () => {
  await exchange.close();
  await home.remove();
});

const until = openTimeOf(Date.now() - 48 * HOUR_MS, '1h');
const since = until - 24 * HOUR_MS;
const iso = (timeMs: number): string => new Date(timeMs).toISOString().slice(0, 16);
const sync = (...symbols: string[]): string[] => ['candles', 'sync', ...symbols, '-i', '1h', '--since', iso(since), '--until', iso(until)];
const env = (): Record<string, string> => ({ WICK_BINANCE_REST_URL: exchange.restUrl });

test('fetches what is missing, and nothing the second time', async () => {
  const first = await home.run(sync('BTCUSDT'), env());
  expect(first).toMatchObject({ exitCode: 0, stderr: '' });
  expect(first.stdout).toContain('✓ BTCUSDT 1h  24 candles: 24 added');
  const second = await home.run(sync('BTCUSDT'), env());
  expect(second.stdout).toContain('✓ BTCUSDT 1h  nothing new');
});

test('a symbol that fails is reported with what to do, and the others go on', async () => {
  const { exitCode, stdout } = await home.run([...sync('BTCUSTD', 'ETHUSDT'), '--json'], env());
  expect(exitCode).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    series: [
      { series: { symbol: 'BTCUSTD' }, error: { code: 'SYMBOL_UNKNOWN', remedy: 'Did you mean BTCUSDT?' } },
      { series: { symbol: 'ETHUSDT' }, added: 24, coverage: { candles: 24, gaps: [] } },
    ],
  });
});
