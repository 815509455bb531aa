import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DAY_MS, MINUTE_MS, nextOpenTime, type Series, slotOf, slotOpenTime } from '@wick/core';
import { type BinanceSimulator, startBinanceSimulator } from '@wick/testkit';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { createWickHome, type WickHome } from '../testing/wick-home.test-support.ts';
import { countUntrue, csvOfBatch, storedCsv } from './exchange-truth.test-support.ts';

jest.setTimeout(180_000);

const SINCE = slotOpenTime(slotOf(Date.now() - 100 * DAY_MS, '1M'), '1M');
/** Until here everything is stored, and acknowledged, before anything goes wrong. */
const STORED_UNTIL = nextOpenTime(SINCE, '1M');
const UNTIL = slotOpenTime(slotOf(Date.now() - DAY_MS / 2, '1h'), '1h');
const seriesOf = (symbol: string): Series => ({ exchange: 'binance', market: 'spot', symbol, interval: '5m' });

/** The server is stopped with an answer of the exchange, which the sync has yet to store. */
const MOMENTS = [
  ['with the first page', 'BTCUSDT', { on: 'rest', where: 'interval=5m', after: 2 }],
  ['with the first file', 'ETHUSDT', { on: 'archive', where: '.zip' }],
  ['with a late page', 'SOLUSDT', { on: 'rest', where: 'interval=5m', after: 9 }],
] as const;

let home: WickHome;
let exchange: BinanceSimulator;
beforeAll(async () => {
  [home, exchange] = await Promise.all([createWickHome(), startBinanceSimulator()]);
  const { exitCode, stdout } = await sync(STORED_UNTIL, ...MOMENTS.map(([, symbol]) => symbol));
  if (exitCode !== 0) throw new Error(stdout);
});
afterAll(async () => {
  await exchange.close();
  await home.remove();
});

const iso = (timeMs: number): string => new Date(timeMs).toISOString().slice(0, 16);
const sync = (untilMs: number, ...symbols: string[]) =>
  home.spawn(['candles', 'sync', ...symbols, '-i', '5m', '--since', iso(SINCE), '--until', iso(untilMs), '--json'], {
    WICK_BINANCE_REST_URL: exchange.restUrl, WICK_BINANCE_ARCHIVE_URL: exchange.archiveUrl,
  });
const serverPid = (): number => Number(readFileSync(join(home.folder, 'data', 'postgres-18', 'data', 'postmaster.pid'), 'utf8').split('\n')[0]);

/** Asks until the server that is brought back answers. */
async function storedCount(symbol: string): Promise<number> {
  for (;;) {
    try {
      return (await home.storage.candles.coverage(seriesOf(symbol))).candles;
    } catch (error) {
      if ((error as { code?: string }).code !== 'DATABASE_UNAVAILABLE') throw error;
    }
  }
}

test.each(MOMENTS)('the server stopped with immediate in mid-sync, %s: no stored candle is lost or untrue, and the next sync completes it', async (_, symbol, moment) => {
  const truth = exchange.truth(seriesOf(symbol), { fromMs: SINCE, toMs: UNTIL });
  const pid = serverPid();
  // SIGQUIT is what "pg_ctl stop -m immediate" sends: no goodbyes, no checkpoint.
  const stopped = exchange.fail({ ...moment, with: { kind: 'alter', alter: (body) => (process.kill(pid, 'SIGQUIT'), body) } });
  const { exitCode, stdout, stderr } = await sync(UNTIL, symbol);
  expect(stopped.hits).toBe(1);
  expect(stderr).toBe('');
  const { error } = JSON.parse(stdout) as { error?: { code: string; remedy: string } };
  expect(`${exitCode} ${error ? `${error.code}: ${error.remedy}` : 'done'}`).toMatch(/^0 done$|^1 DATABASE_UNAVAILABLE: Try again\./);
  expect(await storedCount(symbol)).toBeGreaterThanOrEqual((STORED_UNTIL - SINCE) / (5 * MINUTE_MS));
  expect(serverPid()).not.toBe(pid);
  expect(await countUntrue(home.storage, seriesOf(symbol), truth)).toBe(0);

  expect(await sync(UNTIL, symbol)).toMatchObject({ exitCode: 0, stderr: '' });
  expect(await home.storage.candles.coverage(seriesOf(symbol))).toMatchObject({ candles: truth.length, gaps: [] });
  expect(await storedCsv(home.storage, seriesOf(symbol)) === await csvOfBatch(truth)).toBe(true);
});
