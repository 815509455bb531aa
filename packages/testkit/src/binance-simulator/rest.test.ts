import { afterEach, describe, expect, test } from '@jest/globals';
import { candlesToBatch, DAY_MS, HOUR_MS, MINUTE_MS, type Series } from '@wick/core';
import { MainClient, USDMClient } from 'binance';
import { DrivenClock } from '../clock/driven-clock.ts';
import { type BinanceSimulator, type BinanceSimulatorOptions, startBinanceSimulator } from './binance-simulator.ts';
import { firewall, restrictedLocation, serverError, tooManyRequests } from './refusal.ts';
import type { KlineRow } from './kline-row.ts';

const NOON = Date.UTC(2024, 4, 1, 12);
const HOURLY: Series = { exchange: 'simulated', market: 'spot', symbol: 'BTCUSDT', interval: '1h' };

let simulator: BinanceSimulator;
afterEach(() => simulator.close());

async function start(options: BinanceSimulatorOptions = {}): Promise<DrivenClock> {
  const clock = new DrivenClock(NOON);
  simulator = await startBinanceSimulator({ clock, ...options });
  return clock;
}

const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${simulator.restUrl}${path}`, { headers });
const klines = async (query: string): Promise<KlineRow[]> =>
  (await get(`/api/v3/klines?${query}`)).json() as Promise<KlineRow[]>;
const openTimes = async (query: string): Promise<number[]> => (await klines(query)).map((row) => row[0]);

describe('which klines are answered', () => {
  test('of a symbol long delisted, with candles of its own: what it had', async () => {
    const clock = await start();
    simulator.setCandles({ ...simulator.truth(HOURLY, { fromMs: NOON - 3 * DAY_MS, toMs: NOON }), exact: {} });
    simulator.delist('spot', 'BTCUSDT');
    await clock.advance(30 * DAY_MS);
    expect(await openTimes('symbol=BTCUSDT&interval=1h&limit=1')).toEqual([NOON - HOUR_MS]);
    expect(await openTimes('symbol=BTCUSDT&interval=1h&limit=1&startTime=0')).toEqual([NOON - 3 * DAY_MS]);
  });

  test('neither start nor end: the newest 500, the last one still open', async () => {
    await start();
    const times = await openTimes('symbol=BTCUSDT&interval=1h');
    expect(times).toHaveLength(500);
    expect(times.at(-1)).toBe(NOON);
    expect(times[0]).toBe(NOON - 499 * HOUR_MS);
  });

  test('start only: the oldest from it on; a start between two candles begins with the later one', async () => {
    await start();
    expect(await openTimes(`symbol=BTCUSDT&interval=1h&limit=3&startTime=${NOON - 10 * HOUR_MS}`)).toEqual(
      [10, 9, 8].map((hours) => NOON - hours * HOUR_MS),
    );
    const [first] = await openTimes(`symbol=BTCUSDT&interval=1h&limit=3&startTime=${NOON - 10 * HOUR_MS + 1}`);
    expect(first).toBe(NOON - 9 * HOUR_MS);
  });

  test('end only: the newest up to it', async () => {
    await start();
    expect(await openTimes(`symbol=BTCUSDT&interval=1h&limit=2&endTime=${NOON - 10 * HOUR_MS}`)).toEqual(
      [11, 10].map((hours) => NOON - hours * HOUR_MS),
    );
  });

  test('both: from the start, open times up to and including the end', async () => {
    await start();
    const range = `startTime=${NOON - 5 * HOUR_MS}&endTime=${NOON - 3 * HOUR_MS}`;
    expect(await openTimes(`symbol=BTCUSDT&interval=1h&${range}`)).toEqual([5, 4, 3].map((hours) => NOON - hours * HOUR_MS));
    expect(await openTimes(`symbol=BTCUSDT&interval=1h&limit=2&${range}`)).toEqual([5, 4].map((hours) => NOON - hours * HOUR_MS));
  });

  test('never more than 1000 rows, none before the listing, none from the future', async () => {
    await start();
    expect(await openTimes('symbol=BTCUSDT&interval=1m&limit=5000')).toHaveLength(1_000);
    const [first] = await openTimes('symbol=BTCUSDT&interval=1h&startTime=0&limit=1');
    expect(first).toBe(Date.UTC(2017, 7, 17));
    expect(await openTimes(`symbol=BTCUSDT&interval=1h&startTime=${NOON + 1}`)).toEqual([]);
    expect(await openTimes('symbol=BTCUSDT&interval=1h&startTime=0&endTime=1000')).toEqual([]);
  });

  test('every page of a walk with endTime + 1 joins without gap or overlap', async () => {
    await start();
    const walked: number[] = [];
    for (let from = NOON - 20 * HOUR_MS; from <= NOON; ) {
      const page = await openTimes(`symbol=BTCUSDT&interval=1h&limit=7&startTime=${from}`);
      walked.push(...page);
      from = page.at(-1)! + 1;
    }
    expect(walked).toEqual(Array.from({ length: 21 }, (_, i) => NOON - (20 - i) * HOUR_MS));
  });
});

describe('a row', () => {
  test('has 12 elements, eight decimals, and agrees with the truth', async () => {
    await start();
    const [row] = await klines(`symbol=BTCUSDT&interval=1h&limit=1&startTime=${NOON - HOUR_MS}`);
    const truth = simulator.truth(HOURLY, { fromMs: NOON - HOUR_MS, toMs: NOON });
    expect(truth.length).toBe(1);
    expect(row).toHaveLength(12);
    expect(row![6]).toBe(NOON - 1);
    expect(row![1]).toMatch(/^\d+\.\d{8}$/);
    expect(Number(row![4])).toBe(truth.columns.close[0]);
    expect(Number(row![7])).toBe(truth.columns.quoteVolume[0]);
    expect(row![11]).toBe('0');
  });

  test('of a value that no float64 holds keeps every digit', async () => {
    await start();
    const candle = {
      openTimeMs: NOON - HOUR_MS, open: 0.00001234, high: 0.00001235, low: 0.00001234, close: 0.00001235, volume: Number('123456789012.12345678'),
      closeTimeMs: NOON - 1, quoteVolume: 1, trades: 3, takerBuyVolume: 0, takerBuyQuoteVolume: 0,
    };
    const batch = candlesToBatch({ ...HOURLY, symbol: 'SHIBUSDT' }, [candle]);
    simulator.setCandles({ ...batch, exact: { volume: new Map([[0, '123456789012.12345678']]) } });
    const [row] = await klines('symbol=SHIBUSDT&interval=1h');
    expect(row![1]).toBe('0.00001234');
    expect(row![5]).toBe('123456789012.12345678');
  });

  test('of the open candle grows with the clock and ends as the closed one', async () => {
    const clock = await start();
    const last = async (): Promise<KlineRow> => (await klines('symbol=BTCUSDT&interval=1h&limit=1'))[0]!;
    await clock.advance(10 * MINUTE_MS);
    const early = await last();
    await clock.advance(40 * MINUTE_MS);
    const later = await last();
    expect(later[0]).toBe(NOON);
    expect(early[6]).toBe(NOON + HOUR_MS - 1);
    expect(Number(later[5])).toBeGreaterThan(Number(early[5]));
    expect(Number(later[2])).toBeGreaterThanOrEqual(Number(early[2]));
    expect(simulator.truth(HOURLY, { fromMs: NOON, toMs: NOON + HOUR_MS }).length).toBe(0);
    await clock.advance(10 * MINUTE_MS);
    const closed = (await klines(`symbol=BTCUSDT&interval=1h&limit=1&endTime=${NOON}`))[0]!;
    const truth = simulator.truth(HOURLY, { fromMs: NOON, toMs: NOON + HOUR_MS });
    expect(Number(closed[5])).toBe(truth.columns.volume[0]);
    expect(Number(closed[5])).toBeGreaterThan(Number(later[5]));
  });

  test('in microseconds when the header asks for it', async () => {
    await start();
    const path = `/api/v3/klines?symbol=BTCUSDT&interval=1h&limit=1&startTime=${(NOON - HOUR_MS) * 1_000}`;
    const [row] = (await (await get(path, { 'X-MBX-TIME-UNIT': 'MICROSECOND' })).json()) as KlineRow[];
    expect(row![0]).toBe((NOON - HOUR_MS) * 1_000);
    expect(row![6]).toBe(NOON * 1_000 - 1);
    await expect((await get(path, { 'X-MBX-TIME-UNIT': 'FORTNIGHT' })).json()).resolves.toMatchObject({ code: -1194 });
  });
});

describe('what is missing', () => {
  test('trading suspended: no rows, in the middle of history and over a whole page', async () => {
    await start();
    simulator.withhold({ fromMs: NOON - 10 * HOUR_MS, toMs: NOON - 2 * HOUR_MS });
    expect(await openTimes(`symbol=BTCUSDT&interval=1h&limit=3&startTime=${NOON - 11 * HOUR_MS}`)).toEqual(
      [11, 2, 1].map((hours) => NOON - hours * HOUR_MS),
    );
    expect(
      await openTimes(`symbol=BTCUSDT&interval=1h&startTime=${NOON - 10 * HOUR_MS}&endTime=${NOON - 3 * HOUR_MS}`),
    ).toEqual([]);
    expect(simulator.truth(HOURLY, { fromMs: NOON - 12 * HOUR_MS, toMs: NOON }).length).toBe(4);
  });

  test('a candle that is not published yet comes when it is', async () => {
    await start();
    const publish = simulator.withhold({ symbol: 'BTCUSDT', fromMs: NOON - HOUR_MS, toMs: NOON });
    const query = `symbol=BTCUSDT&interval=1h&startTime=${NOON - HOUR_MS}`;
    expect(await openTimes(query)).toEqual([NOON]);
    publish();
    expect(await openTimes(query)).toEqual([NOON - HOUR_MS, NOON]);
  });
});

describe('refusals', () => {
  test.each([
    ['interval=1h', -1102],
    ['symbol=BTCUSDT', -1102],
    ['symbol=btcusdt&interval=1h', -1100],
    ['symbol=NOPEUSDT&interval=1h', -1121],
    ['symbol=BTCUSDT&interval=1H', -1120],
    ['symbol=BTCUSDT&interval=1h&limit=ten', -1100],
    ['symbol=BTCUSDT&interval=1h&limit=0', -1130],
    ['symbol=BTCUSDT&interval=1h&colour=red', -1104],
  ])('%s → %i', async (query, code) => {
    await start();
    const response = await get(`/api/v3/klines?${query}`);
    expect(response.status).toBe(400);
    await expect(response.json()).resolves.toMatchObject({ code, msg: expect.any(String) });
  });

  test('an unknown path is 404 in HTML', async () => {
    await start();
    const response = await get('/api/v3/nothing');
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toBe('text/html');
  });
});

describe('weight', () => {
  test('is told in the headers and starts anew with the clock minute', async () => {
    const clock = await start();
    await get('/api/v3/exchangeInfo');
    const response = await get('/api/v3/klines?symbol=BTCUSDT&interval=1h&limit=1');
    expect(response.headers.get('x-mbx-used-weight-1m')).toBe('22');
    await clock.advance(MINUTE_MS);
    expect((await get('/api/v3/ping')).headers.get('x-mbx-used-weight')).toBe('1');
    expect(simulator.weightSpent).toBe(23);
  });

  test('over the budget: 429 with the seconds to the next minute, then a ban, then peace', async () => {
    const clock = await start({ limits: { spotWeight: 2, toleratedRefusals: 1 } });
    await clock.advance(18_500);
    expect((await get('/api/v3/klines?symbol=BTCUSDT&interval=1h')).status).toBe(200);
    const slowDown = await get('/api/v3/ping');
    expect([slowDown.status, slowDown.headers.get('retry-after')]).toEqual([429, '42']);
    const ban = await get('/api/v3/ping');
    expect(ban.status).toBe(418);
    expect(ban.headers.get('retry-after')).toBe('120');
    const body = (await ban.json()) as { code: number; msg: string };
    expect(body.code).toBe(-1003);
    expect(body.msg).toContain(`banned until ${NOON + 18_500 + 2 * MINUTE_MS}.`);
    await clock.advance(MINUTE_MS);
    expect((await get('/api/v3/ping')).status).toBe(418);
    await clock.advance(MINUTE_MS);
    expect((await get('/api/v3/ping')).status).toBe(200);
  });

  test('spent by somebody else counts, and the limit can change while clients run', async () => {
    await start();
    simulator.spendElsewhere('spot', 5_999);
    expect((await get('/api/v3/ping')).status).toBe(200);
    expect((await get('/api/v3/ping')).status).toBe(429);
    simulator.setWeightLimit('spot', 12_000);
    const info = (await (await get('/api/v3/exchangeInfo')).json()) as { rateLimits: { limit: number }[] };
    expect(info.rateLimits[0]!.limit).toBe(12_000);
  });

  test.each([[99, 1], [499, 2], [1_000, 5], [1_500, 10]])('futures: %i rows cost %i', async (limit, weight) => {
    await start();
    const response = await get(`/fapi/v1/klines?symbol=BTCUSDT&interval=1m&limit=${limit}`);
    expect(response.headers.get('x-mbx-used-weight-1m')).toBe(String(weight));
    expect(await response.json()).toHaveLength(limit);
  });
});

describe('futures', () => {
  test('have no seconds, at most 1500 rows, and prices of their own', async () => {
    await start();
    await expect((await get('/fapi/v1/klines?symbol=BTCUSDT&interval=1s')).json()).resolves.toMatchObject({ code: -1120 });
    await expect((await get('/fapi/v1/klines?symbol=BTCUSDT&interval=1h&limit=1501')).json()).resolves.toMatchObject({ code: -1130 });
    const [[future]] = (await (await get('/fapi/v1/klines?symbol=BTCUSDT&interval=1h&limit=1')).json()) as [KlineRow];
    expect(future).toBe(NOON);
  });

  test('COIN-M answers a range with its newest rows, over at most 200 days', async () => {
    await start();
    const range = `startTime=${NOON - 10 * HOUR_MS}&endTime=${NOON - 2 * HOUR_MS}`;
    const rows = (await (await get(`/dapi/v1/klines?symbol=BTCUSD_PERP&interval=1h&limit=2&${range}`)).json()) as KlineRow[];
    expect(rows.map(([time]) => time)).toEqual([3, 2].map((hours) => NOON - hours * HOUR_MS));
    const tooLong = `startTime=${NOON - 201 * DAY_MS}&endTime=${NOON}`;
    expect((await get(`/dapi/v1/klines?symbol=BTCUSD_PERP&interval=1h&${tooLong}`)).status).toBe(400);
  });
});

describe('injected faults', () => {
  const path = '/api/v3/klines?symbol=BTCUSDT&interval=1h&limit=5';

  test.each([
    [tooManyRequests(7), 429],
    [firewall(), 403],
    [restrictedLocation(), 451],
    [serverError(502), 502],
  ])('an answer %#, as often as told', async (answer, status) => {
    await start();
    const fault = simulator.fail({ on: 'rest', where: 'BTCUSDT', after: 1, times: 2, with: { kind: 'answer', answer } });
    const statuses = [];
    for (let i = 0; i < 4; i++) statuses.push((await get(path)).status);
    expect(statuses).toEqual([200, status, status, 200]);
    expect(fault.hits).toBe(2);
  });

  test('a reset, and a body cut by one', async () => {
    await start();
    simulator.fail({ on: 'rest', with: { kind: 'reset' } });
    await expect(get(path)).rejects.toThrow('fetch failed');
    simulator.fail({ on: 'rest', with: { kind: 'cut', atByte: 100 } });
    await expect(get(path).then((response) => response.text())).rejects.toThrow('terminated');
    simulator.fail({ on: 'rest', with: { kind: 'cut', atByte: 100, cleanly: true } });
    const text = await (await get(path)).text();
    expect(text).toHaveLength(100);
    expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError);
  });

  test('a delay by the clock, and silence', async () => {
    const clock = await start();
    simulator.fail({ on: 'rest', with: { kind: 'delay', ms: 5_000 } });
    const answer = get(path);
    await clock.untilPending();
    await clock.advance(5_000);
    expect((await answer).status).toBe(200);
    simulator.fail({ on: 'rest', with: { kind: 'stall' } });
    await expect(fetch(`${simulator.restUrl}${path}`, { signal: AbortSignal.timeout(50) })).rejects.toThrow('timeout');
  });

  test('another body, until cleared', async () => {
    await start();
    const fault = simulator.fail({ on: 'rest', times: Infinity, with: { kind: 'alter', alter: (rows) => [...(rows as unknown[]), 'new'] } });
    expect(((await (await get(path)).json()) as unknown[]).at(-1)).toBe('new');
    fault.clear();
    expect((await (await get(path)).json()) as unknown[]).toHaveLength(5);
  });
});

describe('the binance client', () => {
  test('reads candles, symbols and time of the spot market', async () => {
    const clock = await start();
    const client = new MainClient({ baseUrl: simulator.restUrl, disableTimeSync: true }, { proxy: false });
    const rows = await client.getKlines({ symbol: 'BTCUSDT', interval: '1h', startTime: NOON - 3 * HOUR_MS, limit: 2 });
    expect(rows.map((row) => row[0])).toEqual([NOON - 3 * HOUR_MS, NOON - 2 * HOUR_MS]);
    const info = await client.getExchangeInfo();
    expect(info.symbols.map(({ symbol }) => symbol)).toEqual(['BTCUSDT', 'ETHUSDT', 'SOLUSDT']);
    expect(client.getRateLimitStates()).toMatchObject({ 'x-mbx-used-weight-1m': 22 });
    expect(clock.nowMs()).toBe(NOON);
  });

  test('reads candles of USD-margined futures', async () => {
    await start();
    const client = new USDMClient({ baseUrl: simulator.restUrl, disableTimeSync: true }, { proxy: false });
    const rows = await client.getKlines({ symbol: 'ETHUSDT', interval: '5m', limit: 1_500 });
    expect(rows).toHaveLength(1_500);
  });
});
