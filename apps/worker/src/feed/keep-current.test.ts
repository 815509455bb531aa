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
    const write: CandleStore['write'] = async (batch, source) => {
      if (isDown) throw down;
      return store.write(batch, source);
    };
    start([BTC], { store: { ...store, write } });
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

test('ends when it is told to, after the write that is under way', async () => {
  let finish = (): void => {};
  const slow = new Promise<void>((resolve) => (finish = resolve));
  const write: CandleStore['write'] = async (batch, source) => (await slow, store.write(batch, source));
  start([BTC], { store: { ...store, write } });
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
