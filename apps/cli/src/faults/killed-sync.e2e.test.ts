import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type CandleBatch, COLUMNS, DAY_MS, type Series, slotOpenTime, slotOf } from '@wick/core';
import { type BinanceSimulator, generateCandles, randomOf, SIMULATED_SERIES, startBinanceSimulator } from '@wick/testkit';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { createWickHome, userEnv, type WickHome } from '../testing/wick-home.test-support.ts';

jest.setTimeout(300_000);

const BIN = fileURLToPath(new URL('../../bin/wick.mjs', import.meta.url));
const KILLS = 50;
const KILLS_A_SYMBOL = 12;
const AT_ONCE = 3;
/** So that a sync has moments between its beginning and its end. */
const LATENCY_MS = 40;
/** Four months back: some whole months from archives, days, and a tail from REST. */
const SINCE = slotOpenTime(slotOf(Date.now() - 120 * DAY_MS, '1M'), '1M');
const UNTIL = slotOpenTime(slotOf(Date.now() - DAY_MS / 2, '1h'), '1h');
const COUNT = (UNTIL - SINCE) / 300_000;
const seriesOf = (symbol: string): Series => ({ exchange: 'binance', market: 'spot', symbol, interval: '5m' });
const symbols = Array.from({ length: 60 }, (_, index) => `KILL${index}USDT`);

let home: WickHome;
let exchange: BinanceSimulator;
let truth: CandleBatch;

beforeAll(async () => {
  home = await createWickHome();
  const days = generateCandles({ series: { ...SIMULATED_SERIES, interval: '1d' }, fromMs: SINCE, count: 130 });
  truth = generateCandles({ series: { ...SIMULATED_SERIES, interval: '5m' }, fromMs: SINCE, count: COUNT });
  // All symbols have the same market, so one digest serves all; days agree with it, as the exchange's do.
  const candles = symbols.flatMap((symbol) => [truth, days].map((batch) => ({ ...batch, series: { ...batch.series, symbol } })));
  exchange = await startBinanceSimulator({ candles, seed: 5, latencyMs: LATENCY_MS });
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

/** Runs a sync of its own process, a file at a time, and kills it `afterMs` after its plan stood. @returns whether it was killed in time, and how long it worked */
async function killSync(symbol: string, afterMs: number): Promise<{ wasKilled: boolean; workedMs: number }> {
  const wick = spawn(process.execPath, [BIN, ...command(symbol), '--concurrency', '1'], { env: userEnv(env()), stdio: ['ignore', 'pipe', 'pipe'] });
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

/** Of every value of every candle, with the decimals that a float64 does not hold. */
function digestOf(batches: readonly CandleBatch[]): string {
  const hash = createHash('sha256');
  const columnsOf = ({ openTimeMs, closeTimeMs, columns }: CandleBatch): Float64Array[] => [openTimeMs, closeTimeMs, ...COLUMNS.map((name) => columns[name])];
  for (let column = 0; column < COLUMNS.length + 2; column++) {
    for (const batch of batches) {
      const values = columnsOf(batch)[column]!;
      hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    }
  }
  const exact = batches.flatMap((batch) => COLUMNS.flatMap((name) => [...(batch.exact[name] ?? [])].map(([row, text]) => [name, batch.openTimeMs[row], text])));
  return hash.update(JSON.stringify(exact)).digest('hex');
}

async function storedDigest(symbol: string): Promise<string> {
  const batches: CandleBatch[] = [];
  for await (const batch of home.storage.candles.candles(seriesOf(symbol))) batches.push(batch);
  return digestOf(batches);
}

test(`kill −9 at ${KILLS} random moments of a backfill: the next sync completes it, and the candles are the same each time`, async () => {
  const random = randomOf('kill');
  // How late a kill may come: what a whole sync takes, which is another time while the machine is busy.
  let { workedMs: reachMs } = await killSync(symbols[0]!, 60_000);
  let killed = 0;
  let next = 1;
  let interrupted = 0;
  // Each symbol is killed again and again until a sync of it comes to its end.
  const killer = async (): Promise<void> => {
    while (killed < KILLS && next < symbols.length) {
      const symbol = symbols[next++]!;
      for (let kills = 0, alive = false; !alive && kills < KILLS_A_SYMBOL; kills++) {
        const { wasKilled } = await killSync(symbol, random.uniform() * reachMs);
        alive = !wasKilled;
        if (wasKilled) killed++;
        const { candles } = await home.storage.candles.coverage(seriesOf(symbol));
        if (candles > 0 && candles < COUNT) interrupted++;
        if (alive) reachMs *= 0.9;
        else if (candles === 0) reachMs *= 1.1;
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, killer));
  expect(killed).toBeGreaterThanOrEqual(KILLS);
  // Not only before the first write or after the last one.
  expect(interrupted).toBeGreaterThan(2);

  const tried = symbols.slice(0, next);
  expect(await home.spawn(command(...tried), env())).toMatchObject({ exitCode: 0 });
  const digests = new Set(await Promise.all(tried.map(storedDigest)));
  expect([...digests]).toEqual([digestOf([truth])]);
});
