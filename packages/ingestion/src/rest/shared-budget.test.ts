import { afterEach, describe, expect, test } from '@jest/globals';
import { DAY_MS, HOUR_MS, MINUTE_MS, type Series, type TimeRange } from '@wick/core';
import { banned, serverError, tooManyRequests } from '@wick/testkit';
import { collect, NOON, plainCandles, type SimulatedRest, simulateRest } from './simulated-rest.test-support.ts';
import { WatchedLedger } from './watched-ledger.test-support.ts';

const MINUTELY: Series = { exchange: 'simulated', market: 'spot', symbol: 'BTCUSDT', interval: '1m' };
const HOURLY: Series = { ...MINUTELY, interval: '1h' };
const DAY: TimeRange = { fromMs: NOON - DAY_MS, toMs: NOON };
const ROWS = 20_000;
const HISTORY: TimeRange = { fromMs: NOON - ROWS * MINUTE_MS, toMs: NOON };

let rest: SimulatedRest;
afterEach(() => rest.simulator.close());

const withHistory = async (...[options]: Parameters<typeof simulateRest>): Promise<void> => {
  rest = await simulateRest(options);
  for (const symbol of ['BTCUSDT', 'ETHUSDT']) rest.simulator.setCandles(plainCandles({ ...MINUTELY, symbol }, HISTORY.fromMs, ROWS, MINUTE_MS));
};

describe('one budget for all processes that share a ledger', () => {
  test('two at the limit use at least 95 % of it, and neither is refused', async () => {
    const limit = 60;
    await withHistory({ limits: { spotWeight: limit } });
    const limits = new WatchedLedger();
    const works = ['BTCUSDT', 'ETHUSDT'].map((symbol) => collect(rest.heldSource({ limits }), { ...MINUTELY, symbol }, HISTORY));
    const found = await rest.clock.runUntil(Promise.all(works));
    expect(found.map(({ length }) => length)).toEqual([ROWS, ROWS]);
    expect(rest.refused()).toEqual([]);
    const spentIn = new Map<number, number>();
    for (const { atMs, weight } of rest.simulator.requests) spentIn.set(Math.floor(atMs / MINUTE_MS), (spentIn.get(Math.floor(atMs / MINUTE_MS)) ?? 0) + weight);
    const whole = [...spentIn.values()].slice(0, -1);
    expect(whole.length).toBeGreaterThan(1);
    expect(Math.min(...whole)).toBeGreaterThanOrEqual(0.95 * limit);
  });

  test('weight is leased in portions: the ledger is not asked for every request', async () => {
    await withHistory();
    const limits = new WatchedLedger();
    await rest.all(rest.source({ limits }), MINUTELY, HISTORY);
    expect(rest.simulator.requestCount).toBeGreaterThan(20);
    expect(limits.calls).toBeLessThan(rest.simulator.requestCount / 3);
  });

  test('what others spend without a ledger is told to it', async () => {
    await withHistory();
    const limits = new WatchedLedger();
    rest.simulator.spendElsewhere('spot', 3_000);
    const source = rest.source({ limits });
    await rest.all(source, MINUTELY, HISTORY);
    expect(limits.mostObserved).toBeGreaterThanOrEqual(3_000);
    expect(source.usedWeight()).toBe(3_000 + rest.simulator.weightSpent);
  });

  test('each market has a budget of its own in it', async () => {
    await withHistory();
    const limits = new WatchedLedger();
    await rest.all(rest.source({ limits }), HOURLY, DAY);
    await rest.all(rest.source({ limits, market: 'um' }), { ...HOURLY, market: 'um' }, DAY);
    expect(limits.keys.size).toBe(2);
  });
});

describe('a block outlives the process', () => {
  const ban = (untilMs: number): void => void rest.simulator.fail({ on: 'rest', times: 1, with: { kind: 'answer', answer: banned(untilMs, rest.clock.nowMs()) } });

  test('418 for two minutes, across a restart: nothing is asked before its end, which is waited for', async () => {
    await withHistory();
    const limits = new WatchedLedger();
    ban(NOON + 2 * MINUTE_MS);
    const stop = new AbortController();
    const before = rest.source({ limits });
    const work = before.symbols(stop.signal);
    await rest.clock.untilPending();
    stop.abort(new Error('killed'));
    await expect(work).rejects.toThrow('killed');
    const waits: string[] = [];
    const found = await rest.all(rest.source({ limits, onWait: ({ why, waitMs }) => waits.push(`${why} ${waitMs}`) }), HOURLY, DAY);
    expect(found).toEqual(rest.simulator.truth(HOURLY, DAY));
    expect(rest.simulator.requests[1]!.atMs).toBe(NOON + 2 * MINUTE_MS);
    expect(waits).toEqual(['banned by the exchange 120000']);
  });

  test('418 for three days, across a restart: nothing is asked before its end, which the error names', async () => {
    await withHistory();
    const limits = new WatchedLedger();
    const untilMs = NOON + 3 * DAY_MS;
    ban(untilMs);
    const expected = { code: 'EXCHANGE_BANNED', message: 'Binance has banned this address until 2024-05-04T12:00:00.000Z.' };
    expect(await rest.refusal(rest.source({ limits }).symbols())).toMatchObject(expected);
    await rest.clock.advance(2.9 * DAY_MS);
    expect(await rest.refusal(collect(rest.source({ limits }), HOURLY, DAY))).toMatchObject(expected);
    expect(rest.simulator.requestCount).toBe(1);
    await rest.clock.advance(0.1 * DAY_MS);
    expect(await rest.all(rest.source({ limits }), HOURLY, DAY)).toEqual(rest.simulator.truth(HOURLY, DAY));
  });

  test('a 429 of one process stops the other', async () => {
    await withHistory();
    const limits = new WatchedLedger();
    rest.simulator.fail({ on: 'rest', times: 1, with: { kind: 'answer', answer: tooManyRequests(40) } });
    const stop = new AbortController();
    const first = rest.source({ limits }).symbols(stop.signal);
    await rest.clock.untilPending();
    await rest.all(rest.source({ limits }), HOURLY, DAY);
    expect(rest.simulator.requests.slice(1).map(({ atMs }) => atMs - NOON)).toEqual(expect.arrayContaining([40_000]));
    expect(Math.min(...rest.simulator.requests.slice(1).map(({ atMs }) => atMs - NOON))).toBe(40_000);
    await first;
  });
});

describe('a ledger that fails does not stop fetching', () => {
  test.each<[string, Error | 'hangs']>([['refuses', new Error('the database is away')], ['hangs', 'hangs']])('it %s: the process keeps to its own budget', async (_, trouble) => {
    await withHistory({ limits: { spotWeight: 30 } });
    const limits = new WatchedLedger();
    limits.trouble = trouble;
    const told: string[] = [];
    const found = await rest.all(rest.heldSource({ limits, onTrouble: ({ why }) => told.push(why) }), MINUTELY, HISTORY);
    expect(found.length).toBe(ROWS);
    expect(rest.refused()).toEqual([]);
    expect(told[0]).toBe('the shared request budget cannot be reached; this process keeps to its own');
    expect(told.length).toBeLessThanOrEqual(1 + (rest.clock.nowMs() - NOON) / 30_000);
  }, 30_000);

  test('it comes back: the budget is shared again', async () => {
    await withHistory();
    const limits = new WatchedLedger();
    limits.trouble = new Error('the database is away');
    const source = rest.source({ limits });
    await rest.all(source, HOURLY, DAY);
    expect(limits.keys.size).toBe(0);
    limits.trouble = undefined;
    await rest.clock.advance(MINUTE_MS);
    await rest.all(source, HOURLY, DAY);
    expect(limits.keys.size).toBe(1);
  });
});

describe('limits that change while running', () => {
  /** While requests are under way: with the answer to one of them, which is still a good one. */
  const halveWithRequest = (number: number, limit: number): void => {
    const alter = (body: unknown): unknown => {
      rest.simulator.setWeightLimit('spot', limit);
      return body;
    };
    rest.simulator.fail({ on: 'rest', where: 'klines', after: number, with: { kind: 'alter', alter } });
  };
  const bans = () => rest.refused().filter(({ status }) => status === 418);

  test.each([4, 10, 14, 18])('halved with request %i: some are refused, nobody is banned', async (number) => {
    await withHistory({ limits: { spotWeight: 80, toleratedRefusals: 10 } });
    halveWithRequest(number, 40);
    const found = await rest.all(rest.heldSource({}, 50), MINUTELY, HISTORY);
    expect(found.length).toBe(ROWS);
    expect(bans()).toEqual([]);
    expect(rest.refused().length).toBeLessThanOrEqual(10);
  });

  test('halved, two processes: nobody is banned', async () => {
    await withHistory({ limits: { spotWeight: 120, toleratedRefusals: 10 } });
    const limits = new WatchedLedger();
    halveWithRequest(18, 60);
    const works = ['BTCUSDT', 'ETHUSDT'].map((symbol) => collect(rest.heldSource({ limits }, 50), { ...MINUTELY, symbol }, HISTORY));
    expect(await rest.clock.runUntil(Promise.all(works))).toMatchObject([{ length: ROWS }, { length: ROWS }]);
    expect(bans()).toEqual([]);
  });

  test('a 429 that names the limit is believed at once, also where the limit cannot be read again', async () => {
    await withHistory();
    const source = rest.source();
    await rest.all(source, HOURLY, DAY);
    const msg = 'Too much request weight used; current limit is 1200 request weight per 1 MINUTE. Please use WebSocket Streams for live updates.';
    rest.simulator.fail({ on: 'rest', where: 'exchangeInfo', times: Infinity, with: { kind: 'reset' } });
    rest.simulator.fail({ on: 'rest', where: 'klines', with: { kind: 'answer', answer: { status: 429, headers: { 'Retry-After': '1' }, body: { code: -1003, msg } } } });
    expect(await rest.all(source, HOURLY, DAY)).toEqual(rest.simulator.truth(HOURLY, DAY));
    expect(source.weightLimit()).toBe(1_200);
  });

  test('after a 429 that names no limit, the limit is read again', async () => {
    await withHistory();
    const source = rest.source();
    await rest.all(source, HOURLY, DAY);
    rest.simulator.fail({ on: 'rest', where: 'klines', with: { kind: 'answer', answer: { status: 429, headers: { 'Retry-After': '1' }, body: '' } } });
    await rest.all(source, HOURLY, DAY);
    rest.simulator.setWeightLimit('spot', 1_200);
    await rest.all(source, HOURLY, DAY);
    expect(rest.simulator.requests.filter(({ path }) => path.endsWith('exchangeInfo'))).toHaveLength(2);
    expect(source.weightLimit()).toBe(1_200);
  });

  test('raised: used after ten minutes', async () => {
    await withHistory({ limits: { spotWeight: 30 } });
    const source = rest.heldSource();
    await rest.all(source, HOURLY, DAY);
    rest.simulator.setWeightLimit('spot', 6_000);
    await rest.clock.advance(10 * MINUTE_MS);
    const startMs = rest.clock.nowMs();
    await rest.all(source, MINUTELY, HISTORY);
    expect(rest.clock.nowMs()).toBe(startMs);
  });
});

test('a local clock five minutes fast: the budget does not wait longer, and nobody is told of minutes to come', async () => {
  await withHistory({ limits: { spotWeight: 30 } });
  const fast = { nowMs: () => rest.clock.nowMs() + 5 * MINUTE_MS, sleep: (ms: number, signal?: AbortSignal) => rest.clock.sleep(ms, signal) };
  const limits = new WatchedLedger();
  await rest.all(rest.heldSource({ clock: fast, limits }), MINUTELY, HISTORY);
  expect(rest.refused()).toEqual([]);
  expect(rest.clock.nowMs() - NOON).toBeLessThanOrEqual(3 * MINUTE_MS);
  expect(Math.max(...limits.minutes)).toBeLessThanOrEqual(rest.clock.nowMs() / MINUTE_MS);
});

test('403 after good answers is waited out three times, then it is an error', async () => {
  await withHistory();
  const source = rest.source();
  await rest.all(source, HOURLY, DAY);
  rest.simulator.fail({ on: 'rest', times: 2, with: { kind: 'answer', answer: { status: 403, body: '<html>' } } });
  expect(await rest.all(source, HOURLY, DAY)).toEqual(rest.simulator.truth(HOURLY, DAY));
  expect(rest.clock.nowMs() - NOON).toBeGreaterThanOrEqual(2 * MINUTE_MS);
  rest.simulator.fail({ on: 'rest', times: 3, with: { kind: 'answer', answer: { status: 403, body: '<html>' } } });
  expect(await rest.refusal(collect(source, HOURLY, DAY))).toMatchObject({ code: 'EXCHANGE_REFUSED' });
});

test('server errors do not narrow what may be under way', async () => {
  await withHistory();
  rest.simulator.fail({ on: 'rest', where: 'klines', after: 4, times: 6, with: { kind: 'answer', answer: serverError(502) } });
  const found = await rest.all(rest.source(), MINUTELY, { fromMs: NOON - 100 * HOUR_MS, toMs: NOON });
  expect(found).toEqual(rest.simulator.truth(MINUTELY, { fromMs: NOON - 100 * HOUR_MS, toMs: NOON }));
});
