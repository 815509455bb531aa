/** The faults of Binance's REST interface that are survived. After each: what was received is the exchange's truth, and nothing of it was open. */
import { afterEach, describe, expect, test } from '@jest/globals';
import { type CandleBatch, DAY_MS, HOUR_MS, MINUTE_MS, type Series, type TimeRange } from '@wick/core';
import { banned, firewall, type HttpFault, type Refusal, restrictedLocation, serverError, tooManyRequests } from '@wick/testkit';
import fc from 'fast-check';
import type { RestSourceOptions } from './rest-source.ts';
import { collect, NOON, plainCandles, type SimulatedRest, simulateRest } from './simulated-rest.test-support.ts';

const MINUTELY: Series = { exchange: 'simulated', market: 'spot', symbol: 'BTCUSDT', interval: '1m' };
const HOURLY: Series = { ...MINUTELY, interval: '1h' };
const DAY: TimeRange = { fromMs: NOON - DAY_MS, toMs: NOON };
/** Twenty pages, the last candle of which is still open. */
const PAGES: TimeRange = { fromMs: NOON - 20_000 * MINUTE_MS, toMs: NOON + DAY_MS };

let rest: SimulatedRest;
afterEach(() => rest.simulator.close());

async function start(...[options]: Parameters<typeof simulateRest>): Promise<void> {
  rest = await simulateRest(options);
  rest.simulator.setCandles(plainCandles(MINUTELY, PAGES.fromMs, 20_100, MINUTE_MS));
  await rest.clock.advance(30_000);
}

const answer = (refusal: Refusal): HttpFault => ({ kind: 'answer', answer: refusal });
const strike = (fault: HttpFault, times = 1, after = 0, where = 'klines'): void => void rest.simulator.fail({ on: 'rest', where, after, times, with: fault });

/** Reads twenty pages through whatever happens. @returns what came, and what had closed when it began */
async function readPages(options: Partial<RestSourceOptions> = {}, source = rest.heldSource(options)): Promise<{ found: CandleBatch; truth: CandleBatch }> {
  const truth = rest.simulator.truth(MINUTELY, PAGES);
  if (truth.openTimeMs.at(-1) !== NOON - MINUTE_MS) throw new Error('the last candle is not open');
  return { found: await rest.all(source, MINUTELY, PAGES), truth };
}

const truthOf = (series: Series, range: TimeRange): CandleBatch => rest.simulator.truth(series, range);

describe('a 429 storm', () => {
  test('while sixteen requests are under way: all of them wait, then one goes alone until one is answered', async () => {
    await start();
    strike(answer(tooManyRequests(30)), 16 + 5, 1);
    const { found, truth } = await readPages({}, rest.heldSource({}, 50));
    expect(found).toEqual(truth);
    const times = rest.klineRequests().map(({ atMs }) => atMs);
    const together = [...new Set(times)].map((timeMs) => times.filter((other) => other === timeMs).length);
    expect(together.slice(0, 9)).toEqual([1, 16, 1, 1, 1, 1, 1, 1, 2]);
  });

  test('that does not end is an error in the end, with no ban on the way', async () => {
    await start();
    strike(answer(tooManyRequests(1)), Infinity);
    const error = await rest.refusal(collect(rest.heldSource(), HOURLY, DAY));
    expect(error).toMatchObject({ code: 'EXCHANGE_UNREACHABLE' });
    expect(error.message).toContain('its limits leave no room');
    expect(rest.klineRequests()).toHaveLength(20);
  });

  test.each<[string, Refusal, number, number]>([
    ['without Retry-After: a minute', { status: 429, body: '' }, 60_000, 60_000],
    ['with Retry-After 0: about a second', { status: 429, headers: { 'Retry-After': '0' }, body: { code: -1003, msg: 'Too many requests.' } }, 500, 1_000],
    ['with Retry-After as a date: until then', { status: 429, headers: { 'Retry-After': new Date(NOON + 47_000).toUTCString() }, body: '' }, 17_000, 17_000],
    ['as -1003 with status 400', { status: 400, headers: { 'Retry-After': '9' }, body: { code: -1003, msg: 'Too many requests.' } }, 9_000, 9_000],
    ['as -1003 with status 200', { status: 200, headers: { 'Retry-After': '9' }, body: { code: -1003, msg: 'Too many requests.' } }, 9_000, 9_000],
  ])('%s', async (_, refusal, leastMs, mostMs) => {
    await start();
    strike(answer(refusal));
    const beforeMs = rest.clock.nowMs();
    expect(await rest.all(rest.source(), HOURLY, DAY)).toEqual(truthOf(HOURLY, DAY));
    expect(rest.clock.nowMs() - beforeMs).toBeGreaterThanOrEqual(leastMs);
    expect(rest.clock.nowMs() - beforeMs).toBeLessThanOrEqual(mostMs);
  });
});

describe('a ban', () => {
  test('418 for two minutes in mid-history: nothing is asked before its end', async () => {
    await start();
    const untilMs = NOON + 30_000 + 2 * MINUTE_MS;
    strike(answer(banned(untilMs, NOON + 30_000)), 1, 6);
    const { found, truth } = await readPages({ concurrency: 1 });
    expect(found).toEqual(truth);
    const times = rest.simulator.requests.map(({ atMs }) => atMs);
    expect(times.filter((timeMs) => timeMs > NOON + 30_000 && timeMs < untilMs)).toEqual([]);
    expect(Math.max(...times)).toBeGreaterThanOrEqual(untilMs);
  });

  test('418 for three days: an error that names its end, and no other request while sixteen pages wait', async () => {
    await start();
    strike(answer(banned(NOON + 3 * DAY_MS, NOON)), Infinity);
    const source = rest.source();
    expect(await rest.refusal(collect(source, MINUTELY, PAGES))).toMatchObject({ code: 'EXCHANGE_BANNED', details: { untilMs: NOON + 3 * DAY_MS } });
    const asked = rest.simulator.requestCount;
    expect(await rest.refusal(collect(source, HOURLY, DAY))).toMatchObject({ code: 'EXCHANGE_BANNED' });
    expect(rest.simulator.requestCount).toBe(asked);
  });

  test('a longer ban is waited for by those who said so', async () => {
    await start();
    strike(answer(banned(NOON + DAY_MS, NOON)));
    expect(await rest.all(rest.source({ maxBanWaitMs: 2 * DAY_MS }), HOURLY, DAY)).toEqual(truthOf(HOURLY, DAY));
    expect(rest.clock.nowMs()).toBeGreaterThanOrEqual(NOON + DAY_MS);
  });
});

describe('refusals in mid-history', () => {
  test.each<[string, Refusal, string]>([
    ['451', restrictedLocation(), 'Binance does not serve this location.'],
    ['404 in HTML', { status: 404, body: '<html>' }, 'The exchange refused the request: status 404.'],
    ['an error without a code', { status: 400, body: { error: 'what?' } }, 'The exchange refused the request: status 400.'],
    ['an error code of text', { status: 400, body: { code: 'E', msg: 7 } }, 'The exchange refused the request: status 400.'],
  ])('%s: one clear sentence, and what was given before is true', async (_, refusal, message) => {
    await start();
    strike(answer(refusal), Infinity, 8);
    const given: CandleBatch[] = [];
    const read = async (): Promise<void> => {
      for await (const batch of rest.source({ concurrency: 2 }).candles(MINUTELY, PAGES)) given.push(batch);
    };
    expect(await rest.refusal(read())).toMatchObject({ code: 'EXCHANGE_REFUSED', message });
    expect(given.length).toBeGreaterThan(0);
    for (const batch of given) expect(batch).toEqual(rest.simulator.truth(MINUTELY, { fromMs: batch.openTimeMs[0]!, toMs: batch.openTimeMs.at(-1)! + 1 }));
  });

  test('403 in HTML, once: everybody waits a minute, and it goes on', async () => {
    await start();
    strike(answer(firewall()), 1, 4);
    const { found, truth } = await readPages();
    expect(found).toEqual(truth);
    expect(rest.clock.nowMs() - NOON).toBeGreaterThanOrEqual(MINUTE_MS);
  });
});

test('any mixture of passing faults: nothing is lost, nothing is made up', async () => {
  await start();
  const passing = fc.constantFrom<HttpFault>(
    { kind: 'reset' }, { kind: 'cut', atByte: 5_000 }, { kind: 'cut', atByte: 5_000, cleanly: true }, { kind: 'cut', atByte: 0 },
    answer(serverError(500, -1000)), answer(serverError(502)), answer(serverError(504, -1007)), answer({ status: 503, body: '<html>' }),
    answer(serverError(400, -1016)), answer(tooManyRequests(2)), answer({ status: 429, body: '' }), answer({ status: 200, body: '' }),
  );
  const property = fc.asyncProperty(fc.array(fc.tuple(passing, fc.nat(3), fc.integer({ min: 1, max: 3 })), { maxLength: 6 }), async (faults) => {
    const injected = faults.map(([fault, after, times]) => rest.simulator.fail({ on: 'rest', after, times, with: fault }));
    const range = { fromMs: NOON - 5_000 * MINUTE_MS, toMs: NOON };
    expect(await rest.all(rest.heldSource({ maxAttempts: 25 }), MINUTELY, range)).toEqual(truthOf(MINUTELY, range));
    for (const fault of injected) fault.clear();
  });
  await fc.assert(property, { numRuns: 12 });
}, 60_000);

test('bodies cut at every byte, cleanly or by a reset: never taken for a whole one', async () => {
  await start();
  const range = { fromMs: NOON - 2 * HOUR_MS, toMs: NOON };
  const truth = rest.simulator.truth(HOURLY, range);
  const whole = await (await fetch(`${rest.simulator.restUrl}/api/v3/klines?symbol=BTCUSDT&interval=1h&startTime=${range.fromMs}&endTime=${range.toMs - 1}`)).text();
  expect(whole.length).toBeGreaterThan(200);
  const source = rest.source();
  for (let atByte = 0; atByte < whole.length; atByte++) {
    strike({ kind: 'cut', atByte, cleanly: atByte % 8 !== 0 });
    expect(await rest.all(source, HOURLY, range)).toEqual(truth);
  }
  expect(rest.klineRequests().length).toBe(1 + 2 * whole.length);
}, 60_000);

test('a stall: given up after its deadline, and asked again', async () => {
  await start();
  strike({ kind: 'stall' }, 3, 2);
  const range = { fromMs: NOON - 5_000 * MINUTE_MS, toMs: NOON };
  expect(await rest.all(rest.source({ requestTimeoutMs: 200 }), MINUTELY, range)).toEqual(truthOf(MINUTELY, range));
});

test.each([-5, 5])('the local clock %i minutes off: the open last candle is never given as closed', async (minutes) => {
  await start();
  const off = { nowMs: () => rest.clock.nowMs() + minutes * MINUTE_MS, sleep: (ms: number, signal?: AbortSignal) => rest.clock.sleep(ms, signal) };
  const { found, truth } = await readPages({ clock: off });
  expect(found).toEqual(truth);
});

test('foreign use of the weight: nobody is refused, though somebody else spends half of it', async () => {
  await start({ limits: { spotWeight: 40 } });
  const work = collect(rest.heldSource(), MINUTELY, PAGES);
  let running = true;
  const elsewhere = async (): Promise<void> => {
    for (; running; await rest.clock.sleep(10_000)) rest.simulator.spendElsewhere('spot', 3);
  };
  const found = await rest.clock.runUntil(Promise.all([work.finally(() => (running = false)), elsewhere()]));
  expect(found[0]).toEqual(truthOf(MINUTELY, { ...PAGES, toMs: NOON }));
  expect(rest.refused()).toEqual([]);
});

describe('a symbol delisted while running', () => {
  test('status BREAK, klines still answer: all that there was', async () => {
    await start();
    const source = rest.source();
    expect(await rest.all(source, HOURLY, DAY)).toEqual(truthOf(HOURLY, DAY));
    rest.simulator.delist('spot', 'BTCUSDT');
    await rest.clock.advance(DAY_MS);
    const range = { fromMs: NOON - DAY_MS, toMs: rest.clock.nowMs() };
    expect(await rest.all(source, HOURLY, range)).toEqual(truthOf(HOURLY, range));
    expect(await source.lastOpenTimeMs(HOURLY)).toBe(NOON);
  });

  test('-1121 afterwards: an error that says so, and what was given before is true', async () => {
    await start();
    const given: CandleBatch[] = [];
    const read = async (): Promise<void> => {
      for await (const batch of rest.source({ concurrency: 1 }).candles(MINUTELY, PAGES)) {
        given.push(batch);
        rest.simulator.remove('spot', 'BTCUSDT');
      }
    };
    expect(await rest.refusal(read())).toMatchObject({ code: 'SYMBOL_UNKNOWN' });
    expect(given[0]!.openTimeMs[0]).toBe(PAGES.fromMs);
  });

  test('-1121 while it is still listed', async () => {
    await start();
    strike(answer({ status: 400, body: { code: -1121, msg: 'Invalid symbol.' } }), Infinity);
    expect((await rest.refusal(collect(rest.source(), HOURLY, DAY))).message).toBe('Binance spot lists BTCUSDT, but does not answer for its candles.');
  });
});

test('unicode symbols', async () => {
  await start();
  const series = { ...HOURLY, symbol: '币安人生USDT' };
  rest.simulator.list({ symbol: series.symbol });
  expect(await rest.all(rest.source(), series, DAY)).toEqual(truthOf(series, DAY));
});

test('unknown fields, limits and symbols in exchangeInfo are passed over', async () => {
  await start();
  const alter = (body: unknown): unknown => {
    const info = body as { rateLimits: unknown[]; symbols: unknown[] };
    return { ...info, new: { field: 1 }, rateLimits: [{ rateLimitType: 'PLANETS', interval: 'EON' }, ...info.rateLimits], symbols: [{ symbol: 'NEW', status: 'GALACTIC' }, null, ...info.symbols] };
  };
  strike({ kind: 'alter', alter }, Infinity, 0, 'exchangeInfo');
  const source = rest.source();
  expect(await rest.all(source, HOURLY, DAY)).toEqual(truthOf(HOURLY, DAY));
  expect((await source.symbols()).map(({ symbol }) => symbol)).toEqual(['NEW', 'BTCUSDT', 'ETHUSDT', 'SOLUSDT']);
});
