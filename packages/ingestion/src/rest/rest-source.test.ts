import { afterEach, describe, expect, test } from '@jest/globals';
import {
  type CandleBatch, candleAt, candlesToBatch, type Clock, closeTimeOf, DAY_MS, HOUR_MS, isWickError, MINUTE_MS, type Series, type TimeRange, WickError,
} from '@wick/core';
import {
  banned, type BinanceSimulator, type BinanceSimulatorOptions, DrivenClock, firewall, type HttpFault, joinBatches, restrictedLocation,
  serverError, startBinanceSimulator, tooManyRequests,
} from '@wick/testkit';
import { createRestSource, type RestSource, type RestSourceOptions } from './rest-source.ts';

const NOON = Date.UTC(2024, 4, 1, 12);
const HOURLY: Series = { exchange: 'simulated', market: 'spot', symbol: 'BTCUSDT', interval: '1h' };
const MINUTELY: Series = { ...HOURLY, interval: '1m' };
const DAY: TimeRange = { fromMs: NOON - DAY_MS, toMs: NOON };

let simulator: BinanceSimulator;
let clock: DrivenClock;
afterEach(() => simulator.close());

async function start(options: BinanceSimulatorOptions = {}, client: Partial<RestSourceOptions> = {}): Promise<RestSource> {
  clock = new DrivenClock(NOON);
  simulator = await startBinanceSimulator({ clock, ...options });
  return createRestSource({ market: 'spot', baseUrl: simulator.restUrl, clock, ...client });
}

async function all(source: RestSource, series: Series, range: TimeRange): Promise<CandleBatch> {
  const collect = async (): Promise<CandleBatch> => {
    let found = candlesToBatch(series, []);
    for await (const batch of source.candles(series, range)) found = joinBatches(found, batch);
    return found;
  };
  return clock.runUntil(collect());
}

async function refusal(source: RestSource, series: Series = HOURLY, range: TimeRange = DAY): Promise<WickError> {
  const outcome = await all(source, series, range).catch((error: unknown) => error);
  if (!isWickError(outcome)) throw new Error('was not refused', { cause: outcome });
  return outcome;
}

/** Candles that are quickly made, where it does not matter what is in them. */
function plain(series: Series, fromMs: number, count: number, stepMs: number): CandleBatch {
  const rows = Array.from({ length: count }, (_, row) => ({
    openTimeMs: fromMs + row * stepMs, closeTimeMs: fromMs + (row + 1) * stepMs - 1,
    open: 1, high: 1, low: 1, close: 1, volume: row, quoteVolume: 1, trades: 1, takerBuyVolume: 0, takerBuyQuoteVolume: 0,
  }));
  return candlesToBatch(series, rows);
}

const klineRequests = () => simulator.requests.filter(({ path }) => path.endsWith('klines'));

describe('what is given', () => {
  test('a range inside one page takes one request of candles', async () => {
    const source = await start();
    expect(await all(source, HOURLY, DAY)).toEqual(simulator.truth(HOURLY, DAY));
    expect(klineRequests()).toHaveLength(1);
  });

  test.each([
    ['spot', 1000],
    ['um', 499],
  ] as const)('%s: many pages, fetched concurrently, come in order and complete', async (market, limit) => {
    const source = await start({ symbols: [{ symbol: 'BTCUSDT', market }] }, { market });
    const series = { ...MINUTELY, market };
    const range = { fromMs: NOON - 4 * DAY_MS + 17_000, toMs: NOON - 17_000 };
    expect(await all(source, series, range)).toEqual(simulator.truth(series, range));
    const sizes = new Set(klineRequests().map(({ parameters }) => Number(parameters['limit'])));
    expect([...sizes].toSorted((a, b) => a - b)).toEqual([1, limit]);
    expect(new Set(klineRequests().map(({ weight }) => weight)).size).toBeLessThanOrEqual(2);
  });

  test('connections are kept: no more of them than requests under way', async () => {
    const source = await start({}, { concurrency: 5 });
    const range = { fromMs: NOON - 40_000 * MINUTE_MS, toMs: NOON };
    simulator.setCandles(plain(MINUTELY, range.fromMs, 40_000, MINUTE_MS));
    expect((await all(source, MINUTELY, range)).length).toBe(40_000);
    expect(simulator.requestCount).toBeGreaterThan(40);
    expect(simulator.socketCount).toBeLessThanOrEqual(5);
  });

  test('years before the listing cost two small requests, not pages', async () => {
    const source = await start({ symbols: [{ symbol: 'BTCUSDT', listedMs: NOON - 3 * DAY_MS }] });
    const range = { fromMs: 0, toMs: NOON };
    expect(await all(source, MINUTELY, range)).toEqual(simulator.truth(MINUTELY, range));
    expect(klineRequests().length).toBeLessThanOrEqual(2 + 5);
  });

  test('a gap wider than a page does not end the range', async () => {
    const source = await start();
    const range = { fromMs: NOON - 10 * DAY_MS, toMs: NOON };
    simulator.setCandles(plain(MINUTELY, range.fromMs, 14_400, MINUTE_MS));
    simulator.withhold({ symbol: 'BTCUSDT', fromMs: NOON - 8 * DAY_MS, toMs: NOON - 3 * DAY_MS });
    const found = await all(source, MINUTELY, range);
    expect(found.length).toBe(5 * 1440);
    expect(found).toEqual(simulator.truth(MINUTELY, range));
  });

  test('candles closer than their interval are all found, though a page has no room for them', async () => {
    const source = await start();
    const closer = plain(MINUTELY, NOON - 2 * DAY_MS, 3000, 30_000);
    simulator.setCandles(closer);
    expect(await all(source, MINUTELY, { fromMs: NOON - 3 * DAY_MS, toMs: NOON })).toEqual(closer);
  });

  test('calendar months', async () => {
    const source = await start();
    const series: Series = { ...HOURLY, interval: '1M' };
    const openings = Array.from({ length: 17 }, (_, month) => Date.UTC(2023, month, 1));
    const rows = openings.map((openTimeMs) => ({ ...candleAt(plain(series, openTimeMs, 1, 1), 0), closeTimeMs: closeTimeOf(openTimeMs, '1M') }));
    simulator.setCandles(candlesToBatch(series, rows));
    expect([...(await all(source, series, { fromMs: Date.UTC(2023, 2, 1), toMs: NOON })).openTimeMs]).toEqual(openings.slice(2, -1));
  });

  test('values that a float64 does not hold keep their text', async () => {
    const source = await start();
    const candle = {
      openTimeMs: NOON - HOUR_MS, closeTimeMs: NOON - 1, open: 0.00001234, high: 0.00002, low: 0.00001, close: 0.00001,
      volume: 1, quoteVolume: 1, trades: 3, takerBuyVolume: 0, takerBuyQuoteVolume: 0,
    };
    simulator.setCandles({ ...candlesToBatch(HOURLY, [candle]), exact: { volume: new Map([[0, '123456789012.12345678']]) } });
    const found = await all(source, HOURLY, DAY);
    expect(found.exact).toEqual({ volume: new Map([[0, '123456789012.12345678']]) });
    expect(found.columns.open[0]).toBe(0.00001234);
  });
});

describe('the open candle', () => {
  const skewed = (byMs: number): Clock => ({ nowMs: () => clock.nowMs() + byMs, sleep: (ms, signal) => clock.sleep(ms, signal) });

  test.each([-5, 0, 5])('is never given as closed, with the local clock %i minutes off', async (minutes) => {
    await start();
    await clock.advance(30 * MINUTE_MS);
    const source = createRestSource({ market: 'spot', baseUrl: simulator.restUrl, clock: skewed(minutes * MINUTE_MS) });
    const range = { fromMs: NOON - 3 * HOUR_MS, toMs: NOON + DAY_MS };
    const found = await all(source, HOURLY, range);
    expect([...found.openTimeMs]).toEqual([3, 2, 1].map((hours) => NOON - hours * HOUR_MS));
    expect(found).toEqual(simulator.truth(HOURLY, range));
  });
});

describe('the weight budget', () => {
  const ROWS = 40_000;
  const history = (): CandleBatch => plain(MINUTELY, NOON - ROWS * MINUTE_MS, ROWS, MINUTE_MS);
  const range = { fromMs: NOON - ROWS * MINUTE_MS, toMs: NOON };
  const refused = () => simulator.requests.filter(({ status }) => status !== 200);

  test('is waited for, so that no request is refused, and not longer than it must be', async () => {
    const source = await start({ limits: { spotWeight: 30 } });
    simulator.setCandles(history());
    expect((await all(source, MINUTELY, range)).length).toBe(ROWS);
    expect(refused()).toEqual([]);
    const minutes = Math.ceil((clock.nowMs() - NOON) / MINUTE_MS);
    expect(minutes).toBeGreaterThan(simulator.weightSpent / 30);
    // The spare share, and four pages under way that the exchange's count may hold already.
    expect(minutes).toBeLessThanOrEqual(Math.ceil(simulator.weightSpent / (30 - 1 - 8)));
  });

  test('counts what others behind the same address spend', async () => {
    const source = await start({ limits: { spotWeight: 120 } });
    simulator.setCandles(history());
    simulator.spendElsewhere('spot', 70);
    await all(source, MINUTELY, range);
    expect(refused()).toEqual([]);
    expect(clock.nowMs()).toBeGreaterThan(NOON);
  });

  test('says what is spent in this minute, by others too, and nothing of the minute before', async () => {
    const source = await start();
    simulator.spendElsewhere('spot', 70);
    await all(source, HOURLY, DAY);
    expect(source.usedWeight()).toBe(70 + simulator.weightSpent);
    await clock.advance(MINUTE_MS);
    expect(source.usedWeight()).toBe(0);
  });
});

describe('trouble that passes is waited out', () => {
  const answer = (refusedAs: Extract<HttpFault, { kind: 'answer' }>['answer']): HttpFault => ({ kind: 'answer', answer: refusedAs });
  test.each<[string, HttpFault, number]>([
    ['a reset', { kind: 'reset' }, 500],
    ['503', answer(serverError(503)), 500],
    ['500 in HTML', answer({ status: 500, body: '<html>' }), 500],
    ['-1007 with status 400', answer(serverError(400, -1007)), 500],
    ['a body that ends in the middle', { kind: 'cut', atByte: 700, cleanly: true }, 500],
    ['a body that never began', { kind: 'cut', atByte: 0, cleanly: true }, 500],
    ['a connection lost in the middle', { kind: 'cut', atByte: 700 }, 500],
    ['429, for as long as it says', answer(tooManyRequests(17)), 17_000],
    ['418, until the ban ends', answer(banned(NOON + 2 * MINUTE_MS, NOON)), 120_000],
  ])('%s', async (_, fault, waitMs) => {
    const source = await start({}, { backoff: { firstMs: 500, random: () => 1 } });
    simulator.fail({ on: 'rest', where: 'klines', times: 1, with: fault });
    expect(await all(source, HOURLY, DAY)).toEqual(simulator.truth(HOURLY, DAY));
    expect(klineRequests()).toHaveLength(2);
    expect(clock.nowMs() - NOON).toBe(waitMs);
  });

  test('a body cut at any byte is never taken for a whole one', async () => {
    const source = await start();
    const range = { fromMs: NOON - 3 * HOUR_MS, toMs: NOON };
    const truth = simulator.truth(HOURLY, range);
    for (let atByte = 0; atByte < 450; atByte += 31) {
      simulator.fail({ on: 'rest', where: 'klines', times: 1, with: { kind: 'cut', atByte, cleanly: true } });
      expect(await all(source, HOURLY, range)).toEqual(truth);
    }
  });

  test('an answer that never comes is given up after its deadline', async () => {
    const source = await start({}, { requestTimeoutMs: 60 });
    simulator.fail({ on: 'rest', where: 'klines', times: 1, with: { kind: 'stall' } });
    expect(await all(source, HOURLY, DAY)).toEqual(simulator.truth(HOURLY, DAY));
  });
});

describe('trouble that stays is one clear error', () => {
  test('the exchange is down', async () => {
    const source = await start({}, { maxAttempts: 3 });
    simulator.fail({ on: 'rest', times: Infinity, with: { kind: 'answer', answer: serverError(503) } });
    const error = await refusal(source);
    expect(error.code).toBe('EXCHANGE_UNREACHABLE');
    expect(error.message).toBe(
      'The exchange did not answer exchangeInfo in 3 attempts: 503 Internal error; unable to process your request. Please try again.',
    );
    expect(simulator.requestCount).toBe(3);
  });

  test.each([
    [restrictedLocation(), 'Binance does not serve this location.'],
    [firewall(), "Binance's web firewall refused the request."],
  ])('refused for good, at once', async (answer, message) => {
    const source = await start();
    simulator.fail({ on: 'rest', times: Infinity, with: { kind: 'answer', answer } });
    expect(await refusal(source)).toMatchObject({ code: 'EXCHANGE_REFUSED', message });
    expect(simulator.requestCount).toBe(1);
  });

  test('a ban longer than one is willing to wait', async () => {
    const source = await start();
    simulator.fail({ on: 'rest', times: Infinity, with: { kind: 'answer', answer: banned(NOON + DAY_MS, NOON) } });
    expect(await refusal(source)).toMatchObject({
      code: 'EXCHANGE_BANNED', message: 'Binance has banned this address until 2024-05-02T12:00:00.000Z.', details: { untilMs: NOON + DAY_MS },
    });
    expect(simulator.requestCount).toBe(1);
  });

  test('an unknown symbol, with the closest one', async () => {
    const source = await start();
    expect(await refusal(source, { ...HOURLY, symbol: 'BTCUSD' })).toMatchObject({
      code: 'SYMBOL_UNKNOWN', message: 'Binance spot has no symbol BTCUSD.', remedy: 'Did you mean BTCUSDT?',
    });
  });

  test('an interval that the market does not have', async () => {
    const source = await start({ symbols: [{ symbol: 'BTCUSDT', market: 'um' }] }, { market: 'um' });
    expect(await refusal(source, { ...HOURLY, market: 'um', interval: '1s' })).toMatchObject({ code: 'INTERVAL_UNKNOWN' });
  });

  test('something that is not Binance', async () => {
    const source = await start();
    simulator.fail({ on: 'rest', times: Infinity, with: { kind: 'alter', alter: () => ({ hello: 'world' }) } });
    expect((await refusal(source)).message).toBe('The address answers, but not as Binance does.');
  });
});

describe('stopping', () => {
  const range = { fromMs: NOON - 90_000 * MINUTE_MS, toMs: NOON };
  const begin = async (): Promise<RestSource> => {
    const source = await start();
    simulator.setCandles(plain(MINUTELY, range.fromMs, 90_000, MINUTE_MS));
    return source;
  };

  test('a signal ends the work', async () => {
    const source = await begin();
    const stop = new AbortController();
    const reading = source.candles(MINUTELY, range, { signal: stop.signal });
    await reading[Symbol.asyncIterator]().next();
    stop.abort(new Error('enough'));
    const rest = async (): Promise<void> => {
      for await (const batch of reading) expect(batch.length).toBeGreaterThan(0);
    };
    await expect(rest()).rejects.toThrow('enough');
  });

  test('a reader that leaves stops the pages under way', async () => {
    const source = await begin();
    for await (const batch of source.candles(MINUTELY, range)) {
      expect(batch.length).toBe(999);
      break;
    }
    expect(klineRequests().length).toBeLessThan(2 + 10);
  });
});
