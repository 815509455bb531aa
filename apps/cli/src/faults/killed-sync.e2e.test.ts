import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type CandleBatch, DAY_MS, type Series, slotOpenTime, slotOf } from '@wick/core';
import { type BinanceSimulator, batchToRecords, generateCandles, joinBatches, randomOf, startBinanceSimulator } from '@wick/testkit';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { createWickHome, userEnv, type WickHome } from '../testing/wick-home.test-support.ts';

jest.setTimeout(300_000);

const BIN = fileURLToPath(new URL('../../bin/wick.mjs', import.meta.url));
const KILLS = 50;
const TRIES = 90;
const AT_ONCE = 3;
/** Four months back: some whole months from archives, days, and a tail from REST. */
const SINCE = slotOpenTime(slotOf(Date.now() - 120 * DAY_MS, '1M'), '1M');
const UNTIL = slotOpenTime(slotOf(Date.now() - DAY_MS / 2, '1h'), '1h');
const COUNT = (UNTIL - SINCE) / 300_000;
const seriesOf = (symbol: string): Series => ({ exchange: 'binance', market: 'spot', symbol, interval: '5m' });
const symbols = Array.from({ length: TRIES }, (_, index) => `KILL${index}USDT`);

let home: WickHome;
let exchange: BinanceSimulator;
let truth: CandleBatch;

beforeAll(async () => {
  home = await createWickHome();
  truth = generateCandles({ interval: '5m', fromMs: SINCE, count: COUNT });
  const candles = symbols.map((symbol) => ({ ...truth, series: { ...truth.series, symbol } }));
  exchange = await startBinanceSimulator({ candles, seed: 5 });
});
afterAll(async () => {
  await exchange.close();
  await home.remove();
});

const iso = (timeMs: number): string => new Date(timeMs).toISOString().slice(0, 16);
const command = (...some: string[]): string[] => ['candles', 'sync', ...some, '-i', '5m', '--since', iso(SINCE), '--until', iso(UNTIL)];
const env = (): Record<string, string> => ({
  WICK_DATA_DIR: `${home.folder}/data`, WICK_BINANCE_REST_URL: exchange.restUrl, WICK_BINANCE_ARCHIVE_URL: exchange.archiveUrl, NO_COLOR: '1',
});

/** Runs a sync of its own process and kills it `afterMs` after its plan stood. @returns whether it was killed in time, and how long it worked */
async function killSync(symbol: string, afterMs: number): Promise<{ wasKilled: boolean; workedMs: number }> {
  const wick = spawn(process.execPath, [BIN, ...command(symbol)], { env: userEnv(env()), stdio: ['ignore', 'pipe', 'pipe'] });
  wick.stderr.resume();
  const closed = once(wick, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  await once(wick.stdout, 'data');
  wick.stdout.resume();
  const startedMs = performance.now();
  const timer = setTimeout(() => wick.kill('SIGKILL'), afterMs);
  const [, signal] = await closed;
  clearTimeout(timer);
  return { wasKilled: signal === 'SIGKILL', workedMs: performance.now() - startedMs };
}

async function storedOf(symbol: string): Promise<CandleBatch[]> {
  const batches: CandleBatch[] = [];
  for await (const batch of home.storage.candles.candles(seriesOf(symbol))) batches.push(batch);
  return batches;
}

const digestOf = (batch: CandleBatch): string => JSON.stringify(batchToRecords(batch));

test(`kill −9 at ${KILLS} random moments of a backfill: the next sync completes it, and the candles are the same each time`, async () => {
  const random = randomOf('kill');
  let workMs = (await killSync('KILL0USDT', 60_000)).workedMs;
  let killed = 0;
  let next = 1;
  let interrupted = 0;
  const killer = async (): Promise<void> => {
    while (killed < KILLS && next < TRIES) {
      const symbol = symbols[next++]!;
      const { wasKilled, workedMs } = await killSync(symbol, random.uniform() * workMs);
      if (wasKilled) killed++;
      else workMs = Math.min(workMs, workedMs);
      const { candles } = await home.storage.candles.coverage(seriesOf(symbol));
      if (candles > 0 && candles < COUNT) interrupted++;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, killer));
  expect(killed).toBeGreaterThanOrEqual(KILLS);
  // Not only before the first write or after the last one.
  expect(interrupted).toBeGreaterThan(5);

  const tried = symbols.slice(0, next);
  const completion = await home.spawn(command(...tried), env());
  expect(completion).toMatchObject({ exitCode: 0 });
  const wanted = digestOf(truth);
  for (const symbol of tried) {
    const digest = digestOf((await storedOf(symbol)).reduce((all, batch) => joinBatches(all, batch)));
    expect(digest === wanted ? symbol : `${symbol} differs`).toBe(symbol);
  }
});
