import { DAY_MS, type Series, slotOf, slotOpenTime } from '@wick/core';
import { type BinanceSimulator, startBinanceSimulator } from '@wick/testkit';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { createWickHome, type WickHome } from '../testing/wick-home.test-support.ts';
import { csvOfBatch, storedCsv } from './exchange-truth.test-support.ts';

jest.setTimeout(120_000);

/** Whole months from archives, days, and a tail from REST. */
const SINCE = slotOpenTime(slotOf(Date.now() - 65 * DAY_MS, '1M'), '1M');
const UNTIL = slotOpenTime(slotOf(Date.now() - DAY_MS / 2, '1h'), '1h');
const SERIES: Series = { exchange: 'binance', market: 'spot', symbol: 'BTCUSDT', interval: '5m' };

let home: WickHome;
let exchange: BinanceSimulator;
beforeAll(async () => {
  // Answers take their time, so that neither process is done before the other has begun.
  [home, exchange] = await Promise.all([createWickHome(), startBinanceSimulator({ latencyMs: 150 })]);
});
afterAll(async () => {
  await exchange.close();
  await home.remove();
});

const iso = (timeMs: number): string => new Date(timeMs).toISOString().slice(0, 16);

test('two processes sync the same symbol at once: both succeed, and every candle of the exchange is there once', async () => {
  const env = { WICK_BINANCE_REST_URL: exchange.restUrl, WICK_BINANCE_ARCHIVE_URL: exchange.archiveUrl };
  const words = ['candles', 'sync', 'BTCUSDT', '-i', '5m', '--since', iso(SINCE), '--until', iso(UNTIL), '--json'];
  const ran = await Promise.all([home.spawn(words, env), home.spawn(words, env)]);
  expect(ran.map(({ exitCode, stderr }) => [exitCode, stderr])).toEqual([[0, ''], [0, '']]);
  const reports = ran.map(({ stdout }) => (JSON.parse(stdout) as { series: { received: number; added: number; revised: number }[] }).series[0]!);
  const truth = exchange.truth(SERIES, { fromMs: SINCE, toMs: UNTIL });
  // Both found work, so neither came after the other; what both fetched was added by one of them.
  for (const { received } of reports) expect(received).toBeGreaterThan(0);
  expect(reports[0]!.received + reports[1]!.received).toBeGreaterThan(truth.length);
  expect(reports[0]!.added + reports[1]!.added).toBe(truth.length);
  expect(reports.map(({ revised }) => revised)).toEqual([0, 0]);
  expect(await home.storage.candles.coverage(SERIES)).toMatchObject({ candles: truth.length, missing: 0, gaps: [] });
  expect(await storedCsv(home.storage, SERIES) === await csvOfBatch(truth)).toBe(true);
});
