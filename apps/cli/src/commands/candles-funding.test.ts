import { DAY_MS } from '@wick/core';
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

const RANGE = { fromMs: Date.UTC(2023, 9, 1), toMs: Date.UTC(2023, 9, 1) + 40 * DAY_MS };
const funding = (symbol: string, ...more: string[]): Promise<{ exitCode: number; stdout: string; stderr: string }> =>
  home.run(['candles', 'funding', symbol, '--since', '2023-10-01', '--until', '2023-11-10', ...more], { WICK_BINANCE_REST_URL: exchange.restUrl });

test('fetches what a contract has paid, sums it up, and finds nothing new the second time', async () => {
  const first = await funding('btcusdt');
  expect(first).toMatchObject({ exitCode: 0, stderr: '' });
  expect(first.stdout).toContain('BTCUSDT um  120 payments of funding, 2023-10-01 00:00 to 2023-11-09 16:00 UTC: 120 payments added');
  expect((await funding('BTCUSDT')).stdout).toContain('nothing new');
  const truth = exchange.fundingTruth('um', 'BTCUSDT', RANGE);
  const sum = [...truth.rate].reduce((total, rate) => total + rate, 0);
  expect(first.stdout).toContain(`${Math.abs(sum * 100).toFixed(4)} % of the position's value`);
  const report = JSON.parse((await funding('BTCUSDT', '--json')).stdout) as { sum: number };
  expect(report).toMatchObject({ contract: { market: 'um', symbol: 'BTCUSDT' }, payments: 120, firstTimeMs: truth.timeMs[0], lastTimeMs: truth.timeMs.at(-1) });
  expect(report.sum).toBeCloseTo(sum, 12);
});

test('of coin-margined contracts too', async () => {
  expect((await funding('BTCUSD_PERP', '--market', 'cm')).stdout).toContain('BTCUSD_PERP cm  120 payments');
});

test('spot has none, and an unknown symbol is an error with what to do', async () => {
  expect(await funding('BTCUSDT', '--market', 'spot')).toMatchObject({ exitCode: 2 });
  const unknown = await funding('NOPE');
  expect(unknown).toMatchObject({ exitCode: 1, stdout: '' });
  expect(unknown.stderr).toContain('Binance um has no symbol NOPE.');
});
