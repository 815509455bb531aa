import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type CandleBatch, candlesToBatch, DAY_MS, HOUR_MS, MINUTE_MS, type Series } from '@wick/core';
import {
  batchToRecords, type BinanceSimulator, type BinanceSimulatorOptions, DrivenClock, firewall, joinBatches, serverError, startBinanceSimulator,
} from '@wick/testkit';
import { createRestSource } from '../rest/rest-source.ts';
import { createLiveSource, type LiveSourceOptions } from './live-source.ts';

const NOON = Date.UTC(2024, 4, 1, 12);
const BTC: Series = { exchange: 'simulated', market: 'spot', symbol: 'BTCUSDT', interval: '1m' };
const ETH: Series = { ...BTC, symbol: 'ETHUSDT' };

let simulator: BinanceSimulator;
let clock: DrivenClock;
let stop: AbortController;
let troubles: string[];
let given: CandleBatch[];
let reading: Promise<void> | undefined;

beforeEach(() => {
  stop = new AbortController();
  troubles = [];
  given = [];
});
afterEach(async () => {
  stop.abort(new Error('end of test'));
  await reading;
  await simulator.close();
});

function history(series: Series): CandleBatch {
  const rows = Array.from({ length: 3000 }, (_, row) => {
    const openTimeMs = NOON - HOUR_MS + row * MINUTE_MS;
    return {
      openTimeMs, closeTimeMs: openTimeMs + MINUTE_MS - 1, open: 10, high: 12, low: 9, close: 11, volume: row,
      quoteVolume: 1, trades: 1, takerBuyVolume: 0, takerBuyQuoteVolume: 0,
    };
  });
  return candlesToBatch(series, rows);
}

/** Starts exchange and source half a minute after noon. */
async function start(series: readonly Series[] = [BTC], live: Partial<LiveSourceOptions> = {}, exchange: BinanceSimulatorOptions = {}): Promise<void> {
  clock = new DrivenClock(NOON + 30_000);
  simulator = await startBinanceSimulator({ clock, symbols: [], candles: [BTC, ETH, { ...BTC, market: 'um' as const }, { ...BTC, market: 'cm' as const }].map(history), ...exchange });
  const market = series[0]?.market ?? 'spot';
  const rest = createRestSource({ market, baseUrl: simulator.restUrl, clock });
  const source = createLiveSource({
    market, wsUrl: simulator.wsUrl, rest, clock, backoff: { random: () => 1 },
    onTrouble: ({ why }) => troubles.push(why), ...live,
  });
  reading = (async () => {
    for await (const batch of source.closedCandles(series, { signal: stop.signal })) given.push(batch);
  })();
}

/** Real time passes until something is so: sockets need it, however the clock is driven. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}
const subscribed = (count = 1) => until(() => [...simulator.connections].reduce((sum, { streams }) => sum + streams.size, 0) >= count);
const candlesOf = (series: Series): number => given.filter((batch) => batch.series === series).reduce((sum, batch) => sum + batch.length, 0);

/** Minute by minute, so that each close is heard before time goes on. */
async function minutes(count: number, heard = true, series: Series = BTC): Promise<void> {
  for (let minute = 0; minute < count; minute++) {
    const before = candlesOf(series);
    await clock.advance(MINUTE_MS);
    if (heard) await until(() => candlesOf(series) > before);
  }
}

const received = (series: Series) => batchToRecords(given.filter((batch) => batch.series === series).reduce(joinBatches, candlesToBatch(series, [])));
/** Every closed candle since the start, each once and ascending: nothing else is right. */
const truth = (series: Series) => batchToRecords(simulator.truth(series, { fromMs: NOON, toMs: clock.nowMs() }));
const klineRequests = () => simulator.requests.filter(({ path }) => path.endsWith('klines')).length;

describe('while all is well', () => {
  test('every candle comes once as it closes, by the stream alone', async () => {
    await start();
    await subscribed();
    await minutes(5);
    expect(received(BTC)).toEqual(truth(BTC));
    expect(candlesOf(BTC)).toBe(5);
    expect(klineRequests()).toBe(0);
    expect(troubles).toEqual([]);
  });

  test('several series over several connections', async () => {
    await start([BTC, ETH], { streamsPerConnection: 1 });
    await subscribed(2);
    await minutes(3);
    await until(() => candlesOf(ETH) === 3);
    expect(received(BTC)).toEqual(truth(BTC));
    expect(received(ETH)).toEqual(truth(ETH));
    expect(simulator.connections).toHaveLength(2);
  });

  test.each(['um', 'cm'] as const)('%s futures', async (market) => {
    const series: Series = { ...BTC, market };
    await start([series]);
    await subscribed();
    await minutes(3, true, series);
    expect(received(series)).toEqual(truth(series));
    expect(simulator.connections[0]?.market).toBe(market);
  });
});

describe('nothing is lost, doubled or out of order', () => {
  test.each([
    ['repeated', { kind: 'repeated' }],
    ['missing', { kind: 'missing' }],
    ['late', { kind: 'late', ms: 24_000 }],
    ['out of order', { kind: 'out-of-order' }],
  ] as const)('a close that is %s, as soon as the next one shows it', async (_, fault) => {
    await start([BTC], { lateAfterMs: HOUR_MS });
    await subscribed();
    await minutes(2);
    simulator.fail({ on: 'ws-close', with: fault });
    await minutes(1, false);
    await minutes(3, false);
    await until(() => candlesOf(BTC) >= 6);
    expect(received(BTC)).toEqual(truth(BTC));
  });

  test('a close that never comes, of the last candle for a while, is fetched when it is overdue', async () => {
    await start();
    await subscribed();
    await minutes(1);
    simulator.fail({ on: 'ws-close', with: { kind: 'missing' } });
    await clock.advance(50_000); // it closed 20 seconds ago
    expect(candlesOf(BTC)).toBe(1);
    await clock.advance(20_000);
    await until(() => candlesOf(BTC) === 2);
    expect(received(BTC)).toEqual(truth(BTC));
  });

  test('candles that closed while the connection was down are fetched before newer ones', async () => {
    // Neither a close that is overdue nor the next one is what shows them.
    await start([BTC], { lateAfterMs: HOUR_MS });
    await subscribed();
    await minutes(2);
    const before = candlesOf(BTC);
    simulator.fail({ on: 'ws-connect', times: 3, with: { kind: 'reset' } });
    simulator.dropConnections();
    await until(() => simulator.connections.length === 0);
    for (let step = 0; step < 60 && simulator.connections.length === 0; step++) {
      await clock.advance(10_000);
      await new Promise((resolve) => void setTimeout(resolve, 5));
    }
    await subscribed();
    await until(() => candlesOf(BTC) > before && candlesOf(BTC) === truth(BTC).length);
    await minutes(3, false);
    await until(() => candlesOf(BTC) >= simulator.truth(BTC, { fromMs: NOON, toMs: clock.nowMs() }).length);
    expect(received(BTC)).toEqual(truth(BTC));
    expect(troubles.length).toBeGreaterThanOrEqual(4);
  });

  test('a reader that is slow costs no candle and no memory', async () => {
    await start([BTC], { queueCandles: 2 });
    await subscribed();
    stop.abort(new Error('not this reader'));
    await reading;
    stop = new AbortController();
    const rest = createRestSource({ market: 'spot', baseUrl: simulator.restUrl, clock });
    const source = createLiveSource({ market: 'spot', wsUrl: simulator.wsUrl, rest, clock, queueCandles: 2 });
    const iterator = source.closedCandles([BTC], { signal: stop.signal })[Symbol.asyncIterator]();
    const first = iterator.next();
    await until(() => simulator.connections.length === 1 && simulator.connections[0]!.streams.size === 1);
    await clock.advance(MINUTE_MS);
    given.push((await first).value as CandleBatch);
    await clock.advance(20 * MINUTE_MS);
    while (candlesOf(BTC) < 21) given.push((await iterator.next()).value as CandleBatch);
    expect(received(BTC)).toEqual(truth(BTC));
  });
});

describe('connections', () => {
  test.each([
    ['announces its end', () => simulator.announceShutdown(), 'the server announced its end'],
    ['cuts them after 24 hours', () => simulator.dropConnections({ code: 1001, reason: 'old' }), 'the connection was lost'],
    ['finds them too talkative', () => simulator.dropConnections({ code: 1008, reason: 'Too many requests' }), 'the connection was lost'],
    ['answers without id', () => simulator.broadcast({ code: 3, msg: 'Invalid JSON' }), 'refused'],
  ])('are replaced when the server %s', async (_, happens, why) => {
    await start();
    await subscribed();
    happens();
    await until(() => troubles.length === 1);
    await clock.advance(1_000);
    await until(() => simulator.connectionAttempts.length === 2 && simulator.connections.length === 1);
    await subscribed();
    await minutes(2);
    expect(received(BTC)).toEqual(truth(BTC));
    expect(troubles[0]).toContain(why);
  });

  test('survive events and fields that nobody knows yet', async () => {
    await start();
    await subscribed();
    for (const event of [{ e: 'newsFlash', E: 1 }, { e: 'kline', E: 1, k: null }, {}]) simulator.broadcast(event);
    await minutes(2);
    expect(received(BTC)).toEqual(truth(BTC));
    expect(troubles).toEqual([]);
  });

  test('that hold but have gone silent are replaced', async () => {
    await start([BTC], {}, { limits: { updateEveryMs: Infinity } });
    await subscribed();
    simulator.fail({ on: 'ws-close', times: Infinity, with: { kind: 'missing' } });
    await clock.advance(65_000);
    await until(() => troubles.length === 1);
    expect(troubles).toEqual(['no message for 60 s']);
  });

  test.each([
    ['refused', { kind: 'answer', answer: serverError(503) }],
    ['refused by the firewall', { kind: 'answer', answer: firewall() }],
    ['torn down', { kind: 'reset' }],
  ] as const)('that are %s for ten minutes are tried far less often than the 300 times in five minutes that are allowed', async (_, fault) => {
    await start();
    simulator.fail({ on: 'ws-connect', times: Infinity, with: fault });
    for (let attempt = 1; clock.nowMs() < NOON + 10 * MINUTE_MS; attempt++) {
      await until(() => troubles.filter((why) => !why.includes('klines')).length >= attempt);
      await clock.advance(Math.min(30_000, 1_000 * 2 ** (attempt - 1)));
    }
    expect(simulator.connectionAttempts.length).toBeGreaterThan(10);
    expect(simulator.connectionAttempts.length).toBeLessThan(60);
  });

  test('end with the signal, and leave nothing behind', async () => {
    await start();
    await subscribed();
    stop.abort(new Error('enough'));
    await reading;
    await until(() => simulator.connections.length === 0);
    await clock.advance(DAY_MS / 24);
    expect(simulator.connectionAttempts).toHaveLength(1);
    expect(clock.pending()).toBe(0);
  });
});
