import { afterEach, describe, expect, test } from '@jest/globals';
import { DAY_MS, HOUR_MS, MINUTE_MS, type Series } from '@wick/core';
import { NOON, type SimulatedRest, simulateRest } from './simulated-rest.test-support.ts';

const MINUTELY: Series = { exchange: 'simulated', market: 'spot', symbol: 'NEWUSDT', interval: '1m' };
const LISTED = Date.UTC(2023, 2, 4, 8, 30);

let rest: SimulatedRest;
afterEach(() => rest.simulator.close());

describe.each([
  ['spot', 'NEWUSDT', 1],
  ['um', 'NEWUSDT', 1],
  ['cm', 'NEWUSD_PERP', 10],
] as const)('%s', (market, symbol, mostRequests) => {
  const series: Series = { ...MINUTELY, market, symbol };

  test('the first candle is where the listing is, for little weight, and asked for once', async () => {
    rest = await simulateRest({ symbols: [{ symbol, market, listedMs: LISTED }] });
    const source = rest.source({ market });
    expect(await source.firstOpenTimeMs(series)).toBe(LISTED);
    const asked = rest.klineRequests().length;
    expect(asked).toBeLessThanOrEqual(mostRequests);
    expect(await source.firstOpenTimeMs(series)).toBe(LISTED);
    expect(rest.klineRequests()).toHaveLength(asked);
    expect(await source.firstOpenTimeMs({ ...series, interval: '1w' })).toBe(Date.UTC(2023, 1, 27));
  });

  test('what still trades has no last candle', async () => {
    rest = await simulateRest({ symbols: [{ symbol, market, listedMs: LISTED }] });
    expect(await rest.source({ market }).lastOpenTimeMs(series)).toBeNull();
    expect(rest.klineRequests()).toHaveLength(0);
  });

  test('what was delisted has a last candle, also long afterwards', async () => {
    rest = await simulateRest({ symbols: [{ symbol, market, listedMs: LISTED }] });
    const source = rest.source({ market });
    await rest.clock.advance(10 * MINUTE_MS);
    rest.simulator.delist(market, symbol);
    expect(await source.lastOpenTimeMs(series)).toBe(NOON + 9 * MINUTE_MS);
    await rest.clock.advance(400 * DAY_MS);
    expect(await source.lastOpenTimeMs({ ...series, interval: '1h' })).toBe(NOON);
    const range = { fromMs: LISTED, toMs: rest.clock.nowMs() };
    expect(await rest.all(source, { ...series, interval: '1h' }, range)).toEqual(rest.simulator.truth({ ...series, interval: '1h' }, range));
  });

  test('a symbol without any candle yet has neither', async () => {
    rest = await simulateRest({ symbols: [{ symbol, market, listedMs: NOON + HOUR_MS }] });
    const source = rest.source({ market });
    expect(await source.firstOpenTimeMs(series)).toBeNull();
    await rest.clock.advance(2 * HOUR_MS);
    expect(await source.firstOpenTimeMs(series)).toBe(NOON + HOUR_MS);
  });

  test('a symbol that nobody knows is an error, not an absence', async () => {
    rest = await simulateRest({ symbols: [{ symbol, market }] });
    const source = rest.source({ market });
    const unknown = { ...series, symbol: 'NOPEUSDT' };
    expect(await rest.refusal(source.firstOpenTimeMs(unknown))).toMatchObject({ code: 'SYMBOL_UNKNOWN' });
    expect(await rest.refusal(source.lastOpenTimeMs(unknown))).toMatchObject({ code: 'SYMBOL_UNKNOWN' });
  });
});

test('a caller that gives up while limits are read does not take others with it', async () => {
  rest = await simulateRest();
  const source = rest.source();
  const stop = new AbortController();
  const series = { ...MINUTELY, symbol: 'BTCUSDT' };
  const givenUp = source.firstOpenTimeMs(series, stop.signal);
  const other = source.firstOpenTimeMs(series);
  stop.abort(new Error('enough'));
  await expect(givenUp).rejects.toThrow('enough');
  expect(await other).toBe(Date.UTC(2017, 7, 17));
});
