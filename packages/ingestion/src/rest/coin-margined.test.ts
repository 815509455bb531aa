import { afterEach, describe, expect, test } from '@jest/globals';
import { DAY_MS, type Interval, MINUTE_MS, type Series } from '@wick/core';
import { klinesToBatch } from './klines-to-batch.ts';
import { NOON, plainCandles, type SimulatedRest, simulateRest } from './simulated-rest.test-support.ts';

const HOURLY: Series = { exchange: 'simulated', market: 'cm', symbol: 'BTCUSD_PERP', interval: '1h' };

test('a row of COIN-M futures: volumes of the base asset, none of the quote asset', () => {
  // The example of Binance's documents, 206 contracts of 100 USD.
  const row = [1591258320000, '9640.7', '9642.4', '9640.6', '9642.0', '206', 1591258379999, '2.13660389', 48, '119', '1.23424865', '0'];
  const { columns } = klinesToBatch({ ...HOURLY, interval: '1m' }, [row], NOON);
  expect([columns.volume[0], columns.takerBuyVolume[0], columns.trades[0]]).toEqual([2.13660389, 1.23424865, 48]);
  expect([columns.quoteVolume[0], columns.takerBuyQuoteVolume[0]]).toEqual([NaN, NaN]);
  expect((206 * 100) / columns.volume[0]!).toBeCloseTo(9641.5, 0);
});

describe('history of COIN-M futures', () => {
  let rest: SimulatedRest;
  afterEach(() => rest.simulator.close());

  test.each<[Interval, number]>([['1m', 3], ['1h', 90], ['1d', 900], ['3d', 900], ['1w', 900], ['1M', 1_200]])(
    '%s over %i days, in windows that are answered from their newest row',
    async (interval, days) => {
      rest = await simulateRest();
      const series = { ...HOURLY, interval };
      const range = { fromMs: NOON - days * DAY_MS + 17_000, toMs: NOON - 17_000 };
      expect(await rest.all(rest.source({ market: 'cm' }), series, range)).toEqual(rest.simulator.truth(series, range));
      expect(rest.refused()).toEqual([]);
      expect(Math.max(...rest.klineRequests().map(({ weight }) => weight))).toBeLessThanOrEqual(2);
    },
  );

  test('candles closer than their interval are all found, though a window has no room for them', async () => {
    rest = await simulateRest();
    const series: Series = { ...HOURLY, interval: '1m' };
    const closer = plainCandles(series, NOON - DAY_MS, 1_900, 30_000);
    rest.simulator.setCandles(closer);
    const range = { fromMs: NOON - 2 * DAY_MS, toMs: NOON };
    expect((await rest.all(rest.source({ market: 'cm' }), series, range)).openTimeMs).toEqual(closer.openTimeMs);
  });

  test('the candle that is still open is never given', async () => {
    rest = await simulateRest();
    await rest.clock.advance(30 * MINUTE_MS);
    const found = await rest.all(rest.source({ market: 'cm' }), HOURLY, { fromMs: NOON - DAY_MS, toMs: NOON + DAY_MS });
    expect(found.openTimeMs.at(-1)).toBe(NOON - 60 * MINUTE_MS);
  });

  test('its budget is its own', async () => {
    rest = await simulateRest({ limits: { umWeight: 1 } });
    const found = await rest.all(rest.source({ market: 'cm' }), HOURLY, { fromMs: NOON - DAY_MS, toMs: NOON });
    expect(found.length).toBe(24);
  });
});
