import { type CandleStore, type Series, WickError } from '@wick/core';
import { DrivenClock, memoryCandleStore } from '@wick/testkit';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { scriptedExchange, type ScriptedExchange } from '../testing/scripted-exchange.test-support.ts';
import { createFeedState, type FeedState } from './feed-state.ts';
import { keepCurrent, type KeepCurrentOptions } from './keep-current.ts';

const BTC: Series = { exchange: 'simulated', market: 'spot', symbol: 'BTCUSDT', interval: '1m' };
const ETH: Series = { ...BTC, symbol: 'ETHUSDT' };
const START = Date.UTC(2024, 5, 1, 12);
const minute = (count: number): number => START + count * 60_000;
/** The candles that open from one minute to before another, counted from when the worker starts. */
const minutes = (from: number, to: number) => ({ fromMs: minute(from), toMs: minute(to) });

let clock: DrivenClock;
let store: CandleStore;
let exchange: ScriptedExchange;
let interruption: AbortController;
let happened: string[];
let ended: Promise<void>;

beforeEach(() => {
  clock = new DrivenClock(START);
  store = memoryCandleStore();
  exchange = scriptedExchange(store);
  interruption = new AbortController();
  happened = [];
});
afterEach(async () => {
  interruption.abort(new Error('the test is over'));
  await ended;
});

function start(series: Series[], changes: Partial<KeepCurrentOptions> = {}): FeedState[] {
  const feeds = series.map(createFeedState);
  const events = {
    phase: (feed: FeedState) => happened.push(`${feed.series.symbol} ${feed.phase}`),
    written: () => {},
    hole: (feed: FeedState) => happened.push(`${feed.series.symbol} hole`),
    failed: (feed: FeedState | null, _error: unknown, retryInMs: number | null) => happened.push(`${feed?.series.symbol ?? 'stream'} failed, again in ${retryInMs}`),
  };
  const { live, sync } = exchange;
  ended = keepCurrent({ feeds, sinceMs: minute(-60), store, live, sync, clock, events, signal: interruption.signal, ...changes });
  return feeds;
}

/** Lets everything run that does not wait for the clock. */
const settle = (): Promise<void> => clock.advance(0).then(() => clock.advance(0)).then(() => clock.advance(0));

async function expectStored(series: Series, to: number): Promise<void> {
  const frame = await store.frame(series);
  const truth = exchange.candles(series, minutes(-60, to));
  expect([...frame.openTimeMs]).toEqual([...truth.openTimeMs]);
  expect([...frame.columns.close]).toEqual([...truth.columns.close]);
}

test('history comes first, then each candle as it closes', async () => {
  const [feed] = start([BTC]);
  await settle();
  expect(happened).toEqual(['BTCUSDT backfilling', 'BTCUSDT live']);
  exchange.close(BTC, minutes(0, 1));
  exchange.close(BTC, minutes(1, 2));
  await settle();
  await expectStored(BTC, 2);
  expect(exchange.fetched).toHaveLength(1);
  expect(feed?.lastOpenTimeMs).toBe(minute(1));
});

test('a candle that does not follow the newest one shows a hole, which is fetched first', async () => {
  start([BTC]);
  await settle();
  exchange.close(BTC, minutes(5, 6));
  await settle();
  await expectStored(BTC, 6);
  expect(exchange.fetched.at(-1)).toEqual(minutes(0, 5));
  expect(happened).toContain('BTCUSDT hole');
});

test('candles that close while the history is still being fetched are left to the history, and none is lost', async () => {
  let finish = (): void => {};
  const slow = new Promise<void>((resolve) => (finish = resolve));
  start([BTC], { sync: async (series, range, signal) => (await slow, exchange.sync(series, range, signal)) });
  await settle();
  exchange.close(BTC, minutes(0, 1));
  await settle();
  expect(await store.series()).toEqual([]);
  finish();
  await settle();
  exchange.close(BTC, minutes(1, 2));
  await settle();
  await expectStored(BTC, 2);
});

describe('a database that goes away', () => {
  test('is tried again with growing waits until it is back, and nothing is lost', async () => {
    let isDown = false;
    const down = new WickError('DATABASE_UNAVAILABLE', 'It does not answer.', { remedy: 'Wait.' });
    const writeAll: CandleStore['writeAll'] = async (batches, source) => {
      if (isDown) throw down;
      return store.writeAll(batches, source);
    };
    start([BTC], { store: { ...store, writeAll } });
    await settle();
    isDown = true;
    exchange.close(BTC, minutes(0, 1));
    exchange.close(BTC, minutes(1, 2));
    await settle();
    await clock.advance(1_000 + 2_000 + 4_000);
    expect(happened.filter((event) => event.includes('failed'))).toEqual([1_000, 2_000, 4_000, 8_000].map((wait) => `BTCUSDT failed, again in ${wait}`));
    isDown = false;
    await clock.advance(8_000);
    await settle();
    await expectStored(BTC, 2);
  });

  test('that blocks for five minutes costs bounded memory and no candle', async () => {
    let unblock = (): void => {};
    const blocked = new Promise<void>((resolve) => (unblock = resolve));
    const writeAll: CandleStore['writeAll'] = async (batches, source) => (await blocked, store.writeAll(batches, source));
    const many = Array.from({ length: 12 }, (_, index): Series => ({ ...BTC, symbol: `COIN${index}USDT` }));
    const feeds = start(many, { sinceMs: START, store: { ...store, writeAll } });
    await settle();
    for (const series of many) exchange.close(series, minutes(0, 500));
    await clock.advance(5 * 60_000);
    const waiting = (): number => feeds.reduce((sum, feed) => sum + feed.waitingCandles, 0);
    expect(waiting()).toBe(4_500);
    unblock();
    await settle();
    expect(waiting()).toBe(0);
    for (const series of many) expect((await store.frame(series)).length).toBe(500);
  });

  test('is tried at least every 30 seconds', async () => {
    start([BTC], { sync: () => Promise.reject(new Error('down')) });
    await clock.advance(10 * 60_000);
    expect(happened.at(-1)).toBe('BTCUSDT failed, again in 30000');
  });
});

test('a stream that breaks is connected again, and what closed meanwhile is fetched', async () => {
  start([BTC]);
  await settle();
  exchange.close(BTC, minutes(0, 1));
  await settle();
  exchange.disconnect(new Error('reset'));
  await settle();
  expect(happened.at(-1)).toBe('stream failed, again in 1000');
  await clock.advance(1_000);
  expect(exchange.connections()).toBe(2);
  exchange.close(BTC, minutes(4, 5));
  await settle();
  await expectStored(BTC, 5);
});

test('a symbol that does not exist fails for good and stops no other', async () => {
  const unknown = new WickError('SYMBOL_UNKNOWN', 'There is no BTCUSDT.', { remedy: 'Check it.' });
  const [btc, eth] = start([BTC, ETH], {
    sync: (series, range, signal) => (series.symbol === 'BTCUSDT' ? Promise.reject(unknown) : exchange.sync(series, range, signal)),
  });
  await settle();
  expect(btc).toMatchObject({ phase: 'failed', failure: 'There is no BTCUSDT.' });
  expect(eth?.phase).toBe('live');
  expect(happened).toContain('BTCUSDT failed, again in null');
  exchange.close(ETH, minutes(0, 1));
  await settle();
  await expectStored(ETH, 1);
});

test('what waits when a write is over is written together, each series once a write and in order', async () => {
  let finish = (): void => {};
  const slow = new Promise<void>((resolve) => (finish = resolve));
  const rounds: string[][] = [];
  const writeAll: CandleStore['writeAll'] = async (batches, source) => {
    rounds.push(batches.map((batch) => `${batch.series.symbol} ${(batch.openTimeMs[0]! - START) / 60_000} ${source as string}`));
    if (rounds.length === 1) await slow;
    return store.writeAll(batches, source);
  };
  const [btc, eth] = start([BTC, ETH], { store: { ...store, writeAll } });
  await settle();
  exchange.close(BTC, minutes(0, 1));
  await settle();
  for (const series of [ETH, BTC]) for (const from of [0, 1]) if (series === ETH || from > 0) exchange.close(series, minutes(from, from + 1));
  await settle();
  expect([btc?.waitingCandles, eth?.waitingCandles]).toEqual([2, 2]);
  finish();
  await settle();
  expect(rounds).toEqual([['BTCUSDT 0 stream'], ['ETHUSDT 0 stream', 'BTCUSDT 1 stream'], ['ETHUSDT 1 stream']]);
  expect([btc?.waitingCandles, eth?.waitingCandles]).toEqual([0, 0]);
  await expectStored(BTC, 2);
  await expectStored(ETH, 2);
});

test('a hole in one series holds up no other, however long it takes to fetch', async () => {
  let finish = (): void => {};
  const slow = new Promise<void>((resolve) => (finish = resolve));
  const [btc] = start([BTC, ETH], {
    sync: async (series, range, signal) => {
      if (series === BTC && range.fromMs >= START) await slow;
      return exchange.sync(series, range, signal);
    },
  });
  await settle();
  exchange.close(BTC, minutes(3, 4));
  for (const from of [0, 1, 2]) exchange.close(ETH, minutes(from, from + 1));
  exchange.close(BTC, minutes(4, 5));
  exchange.close(BTC, minutes(5, 6));
  await settle();
  await expectStored(ETH, 3);
  await expectStored(BTC, 0);
  expect(btc?.held?.openTimeMs[0]).toBe(minute(5));
  finish();
  await settle();
  await expectStored(BTC, 6);
});

test('a candle that closed while its history was being fetched is stored as soon as that is there, without waiting for the next one', async () => {
  let finish = (): void => {};
  const slow = new Promise<void>((resolve) => (finish = resolve));
  start([BTC], { sync: async (series, range, signal) => (await slow, exchange.sync(series, range, signal)) });
  await settle();
  exchange.close(BTC, minutes(0, 1));
  exchange.close(BTC, minutes(1, 2));
  await settle();
  finish();
  await settle();
  expect(exchange.fetched).toEqual([minutes(-60, 0), minutes(0, 1)]);
  await expectStored(BTC, 2);
});

test('a damaged candle keeps no other out, and is fetched when the next one shows it missing', async () => {
  const damaged = new WickError('CANDLES_DAMAGED', 'It is damaged.', { remedy: 'Look at it.' });
  const isDamaged = (batch: { series: Series; openTimeMs: Float64Array }): boolean => batch.series === BTC && batch.openTimeMs[0] === minute(0) && !mended;
  let mended = false;
  const refusing: Pick<CandleStore, 'write' | 'writeAll'> = {
    write: async (batch, source) => (isDamaged(batch) ? Promise.reject(damaged) : store.write(batch, source)),
    writeAll: async (batches, source) => (batches.some(isDamaged) ? Promise.reject(damaged) : store.writeAll(batches, source)),
  };
  const [btc] = start([ETH, BTC], { store: { ...store, ...refusing } }).toReversed();
  await settle();
  exchange.close(ETH, minutes(0, 1));
  exchange.close(BTC, minutes(0, 1));
  exchange.close(ETH, minutes(1, 2));
  await settle();
  expect(happened.at(-1)).toBe('BTCUSDT failed, again in null');
  expect(btc?.phase).toBe('live');
  await expectStored(ETH, 2);
  mended = true;
  exchange.close(BTC, minutes(1, 2));
  await settle();
  await expectStored(BTC, 2);
});

test('a candle that is told again with other values replaces the first one', async () => {
  start([BTC]);
  await settle();
  exchange.close(BTC, minutes(0, 1));
  exchange.close(BTC, minutes(1, 2));
  await settle();
  const truth = exchange.candles(BTC, minutes(1, 2));
  await store.write({ ...truth, columns: { ...truth.columns, close: truth.columns.close.map((close) => close + 1) } }, 'wrong');
  exchange.close(BTC, minutes(1, 2));
  await settle();
  expect(happened).not.toContain('BTCUSDT hole');
  await expectStored(BTC, 2);
});

test('four histories are fetched at a time, and one that cannot be had keeps no place', async () => {
  const asked: string[] = [];
  const many = Array.from({ length: 10 }, (_, index): Series => ({ ...BTC, symbol: `COIN${index}USDT` }));
  const feeds = start(many, {
    sync: async (series, range, signal) => {
      asked.push(series.symbol);
      if (series.symbol < 'COIN4') throw new WickError('EXCHANGE_UNREACHABLE', 'It does not answer.', { remedy: 'Wait.' });
      await clock.sleep(60_000, signal);
      return exchange.sync(series, range, signal);
    },
  });
  await settle();
  expect(asked).toHaveLength(8);
  expect(feeds.filter(({ phase }) => phase === 'waiting')).toHaveLength(2);
  await clock.advance(4 * 60_000);
  expect(feeds.filter(({ phase }) => phase === 'live')).toHaveLength(6);
});

test('ends when it is told to, after the write that is under way', async () => {
  let finish = (): void => {};
  const slow = new Promise<void>((resolve) => (finish = resolve));
  const writeAll: CandleStore['writeAll'] = async (batches, source) => (await slow, store.writeAll(batches, source));
  start([BTC], { store: { ...store, writeAll } });
  await settle();
  exchange.close(BTC, minutes(0, 1));
  await settle();
  interruption.abort(new Error('SIGTERM'));
  let isOver = false;
  const over = ended.then(() => (isOver = true));
  await settle();
  expect(isOver).toBe(false);
  finish();
  await over;
  await expectStored(BTC, 1);
});
