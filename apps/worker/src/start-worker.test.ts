import type { Series } from '@wick/core';
import { DrivenClock, memoryCandleStore } from '@wick/testkit';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createLogger } from './log/logger.ts';
import { type RunningWorker, startWorker } from './start-worker.ts';
import { scriptedExchange, type ScriptedExchange } from './testing/scripted-exchange.test-support.ts';

const BTC: Series = { exchange: 'simulated', market: 'spot', symbol: 'BTCUSDT', interval: '1m' };
const KEY = 'simulated:spot:BTCUSDT:1m';
const START = Date.UTC(2024, 5, 1, 12);

let clock: DrivenClock;
let exchange: ScriptedExchange;
let worker: RunningWorker;
let databaseIsUp: boolean;
let log: { msg: string; series?: string; phase?: string }[];

beforeEach(async () => {
  clock = new DrivenClock(START);
  const store = memoryCandleStore();
  exchange = scriptedExchange(store);
  databaseIsUp = true;
  log = [];
  worker = await startWorker({
    groups: [{ series: [BTC], live: exchange.live, sync: exchange.sync }],
    sinceMs: START - 3_600_000, host: '127.0.0.1', port: 0, store, clock,
    pingDatabase: () => (databaseIsUp ? Promise.resolve() : Promise.reject(new Error('down'))),
    exchange: { waits: () => 42, usedWeight: () => ({ spot: 120 }), streams: () => ({ connections: 2, reconnects: 3, waitingCandles: 5, fillingSeries: 7 }) },
    logger: createLogger('info', { write: (line) => log.push(JSON.parse(line) as (typeof log)[number]) }),
  });
});
afterEach(() => worker.stop());

const settle = (): Promise<void> => clock.advance(0).then(() => clock.advance(0)).then(() => clock.advance(0));
const get = async (path: string): Promise<{ status: number; text: string }> => {
  const response = await fetch(`${worker.address}${path}`);
  return { status: response.status, text: await response.text() };
};

test('/health says that the process is alive, whatever else is wrong', async () => {
  databaseIsUp = false;
  expect(await get('/health')).toEqual({ status: 200, text: '{"status":"alive"}' });
});

test('/ready is 200 once the history is complete, and 503 with the reasons when the database or the candles fail', async () => {
  await settle();
  expect(await get('/ready')).toEqual({ status: 200, text: '{"status":"ready","reasons":[]}' });
  databaseIsUp = false;
  await clock.advance(10 * 60_000);
  const { status, text } = await get('/ready');
  expect(status).toBe(503);
  expect(JSON.parse(text)).toEqual({
    status: 'not ready',
    reasons: ['the database does not answer', `${KEY} is stale: its newest candle closed 600 s ago`],
  });
});

test('/metrics counts candles, lag, reconnects, waits and weight in the form of Prometheus', async () => {
  await settle();
  exchange.close(BTC, { fromMs: START + 120_000, toMs: START + 180_000 });
  await clock.advance(190_000);
  await settle();
  const { text } = await get('/metrics');
  const lines = text.split('\n').filter((line) => !line.startsWith('#'));
  expect(lines).toEqual(expect.arrayContaining([
    `wick_candles_written_total{series="${KEY}",change="added"} 63`,
    `wick_holes_total{series="${KEY}"} 1`,
    `wick_feed_live{series="${KEY}"} 1`,
    'wick_exchange_waits 42',
    'wick_exchange_used_weight{market="spot"} 120',
    'wick_stream_connections 2',
    'wick_stream_reconnects 3',
    'wick_stream_waiting_candles 5',
    'wick_stream_filling_series 7',
    `wick_candles_waiting{series="${KEY}"} 0`,
    'wick_live_delay_seconds_count 1',
  ]));
  const lag = lines.find((line) => line.startsWith('wick_candle_lag_seconds'))?.split(' ')[1];
  expect(Number(lag)).toBeCloseTo(10, 2);
});

test('every phase of a feed is one line of the log', async () => {
  await settle();
  expect(log.map(({ msg, phase }) => phase ?? msg)).toEqual(['worker started', 'backfilling', 'live']);
  expect(log[1]?.series).toBe(KEY);
});

test('stopping ends the feeds and frees the port', async () => {
  await settle();
  await worker.stop();
  await worker.ended;
  await expect(get('/health')).rejects.toThrow('fetch failed');
  expect(log.at(-1)?.msg).toBe('worker stopped');
});
