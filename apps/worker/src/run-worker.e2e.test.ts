import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MINUTE_MS, type Series } from '@wick/core';
import { openStorage, type Storage, stopEmbeddedServer } from '@wick/storage';
import { type BinanceSimulator, DrivenClock, startBinanceSimulator } from '@wick/testkit';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { readConfiguration } from './configuration/configuration.ts';
import { createLogger } from './log/logger.ts';
import { runWorker } from './run-worker.ts';
import { openDatabaseGate } from './testing/database-gate.test-support.ts';

jest.setTimeout(120_000);

const SERIES: Series = { exchange: 'simulated', market: 'spot', symbol: 'BTCUSDT', interval: '1m' };
const NOON = Date.UTC(2024, 5, 1, 12);
/** In the middle of a candle. */
const START = NOON + 30_000;
const HOUR = 60 * MINUTE_MS;

let folder: string;
let clock: DrivenClock;
let exchange: BinanceSimulator;
/** Keeps the embedded server running across restarts of the worker. */
let storage: Storage;
let log: string[];
let running: Running[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wick-worker-'));
  clock = new DrivenClock(START);
  log = [];
  running = [];
  [storage, exchange] = await Promise.all([openStorage({ dataDir: folder }), startBinanceSimulator({ clock })]);
});
afterEach(async () => {
  await Promise.all(running.map((worker) => worker.stop()));
  await exchange.close();
  await storage.close();
  await stopEmbeddedServer(folder);
  rmSync(folder, { recursive: true, force: true });
});

interface Running {
  readonly address: string;
  stop(): Promise<void>;
}

async function start(env: Record<string, string> = {}): Promise<Running> {
  const configuration = readConfiguration({
    WICK_SERIES: 'simulated:spot:BTCUSDT:1m', WICK_SINCE: '2024-06-01T10:00:00Z', PORT: '0',
    WICK_DATA_DIR: folder, WICK_BINANCE_REST_URL: exchange.restUrl, WICK_BINANCE_WS_URL: exchange.wsUrl, ...env,
  });
  const interruption = new AbortController();
  const logger = createLogger('debug', { write: (line) => log.push(line) });
  let ended: Promise<void> = Promise.resolve();
  const address = await new Promise<string>((resolve, reject) => {
    ended = runWorker(configuration, { logger, clock, signal: interruption.signal, onStart: resolve });
    ended.catch(reject);
  });
  const worker = { address, stop: () => (interruption.abort(new Error('SIGTERM')), ended) };
  running.push(worker);
  return worker;
}

/** Lets real I/O happen, and the clock move by `stepMs` between two looks, until it is so. */
async function until(isSo: () => Promise<boolean>, stepMs = 0): Promise<void> {
  for (let look = 0; look < 2_000; look++) {
    if (await isSo()) return;
    await clock.advance(stepMs);
  }
  throw new Error(`It never came to that. The log:\n${log.join('')}`);
}

const isReady = async ({ address }: Running): Promise<boolean> => (await fetch(`${address}/ready`)).status === 200;
const storedUntil = async (openTimeMs: number): Promise<boolean> => (await storage.candles.coverage(SERIES)).lastOpenTimeMs === openTimeMs;

type Rows = readonly { openTimeMs: number; close: number; volume: number }[];
const rowsOf = ({ openTimeMs, columns }: { openTimeMs: Float64Array; columns: { close: Float64Array; volume: Float64Array } }): Rows =>
  [...openTimeMs].map((time, row) => ({ openTimeMs: time, close: columns.close[row]!, volume: columns.volume[row]! }));
const stored = async (): Promise<Rows> => rowsOf(await storage.candles.frame(SERIES));
const truth = (): Rows => rowsOf(exchange.truth(SERIES, { fromMs: NOON - 2 * HOUR, toMs: clock.nowMs() }));

test('history, then live candles, and after a restart what closed meanwhile: the store is what the exchange has', async () => {
  const first = await start();
  await until(() => isReady(first));
  await until(() => storedUntil(NOON + MINUTE_MS), 1_000);
  await first.stop();
  expect(await stored()).toEqual(truth());

  await clock.advance(HOUR);
  const second = await start();
  await until(() => isReady(second));
  await until(() => storedUntil(NOON + HOUR + 2 * MINUTE_MS), 1_000);
  await second.stop();
  expect(await stored()).toEqual(truth());
});

test('a database that goes away and comes back costs no candle', async () => {
  const gate = await openDatabaseGate(folder);
  const worker = await start({ DATABASE_URL: gate.databaseUrl });
  await until(() => isReady(worker));
  await gate.shut();
  await until(() => Promise.resolve(log.some((line) => line.includes('DATABASE_UNAVAILABLE'))), 1_000);
  expect(await isReady(worker)).toBe(false);
  await clock.advance(5 * MINUTE_MS);

  await gate.open();
  await until(() => storedUntil(NOON + 6 * MINUTE_MS), 1_000);
  expect(await isReady(worker)).toBe(true);
  await worker.stop();
  await gate.shut();
  expect(await stored()).toEqual(truth());
});

test('a database that blocks for 5 minutes: the worker says that it is not ready, and what closed meanwhile is stored as soon as it answers', async () => {
  const gate = await openDatabaseGate(folder);
  const worker = await start({ DATABASE_URL: gate.databaseUrl });
  await until(() => isReady(worker));
  const { candles } = await storage.candles.coverage(SERIES);
  gate.block();
  let said: boolean | undefined;
  const asked = isReady(worker).then((ready) => (said = ready));
  for (let step = 0; step < 60; step++) await clock.advance(5_000);
  const stillStored = await storage.candles.coverage(SERIES);
  gate.unblock();
  expect([said, stillStored.candles]).toEqual([false, candles]);
  await asked;
  await until(() => storedUntil(NOON + 4 * MINUTE_MS));
  await until(() => isReady(worker));
  await worker.stop();
  expect(await stored()).toEqual(truth());
  await gate.shut();
});
