import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type CandleBatch, candlesToBatch, closeTimeOf, INTERVALS, type Interval, intervalMs, type Market, MARKETS, type Series, slotOf, slotOpenTime } from '@wick/core';
import fc from 'fast-check';
import { slotsOfPage } from './page-shape.ts';
import { NOON, type SimulatedRest, simulateRest } from './simulated-rest.test-support.ts';

const SYMBOLS = { spot: 'AUSDT', um: 'AUSDT', cm: 'AUSD_PERP' } as const;
const offered = (market: Market): Interval[] => INTERVALS.filter((interval) => market === 'spot' || interval !== '1s');

/** No contract is older. */
const EARLIEST = Date.UTC(2020, 0, 1);

let rest: SimulatedRest;
beforeAll(async () => {
  rest = await simulateRest({ limits: { spotWeight: 1e9, umWeight: 1e9, cmWeight: 1e9 } });
});
afterAll(() => rest.simulator.close());

/** One candle a slot up to the open one, but for runs that are missing. */
function history(series: Series, slots: number, gaps: readonly (readonly [at: number, length: number])[]): CandleBatch {
  const last = slotOf(NOON, series.interval);
  const rows = Array.from({ length: slots }, (_, index) => last - slots + 1 + index)
    .filter((_, index) => !gaps.some(([at, length]) => index >= at && index < at + length))
    .map((slot) => ({
      openTimeMs: slotOpenTime(slot, series.interval), closeTimeMs: closeTimeOf(slotOpenTime(slot, series.interval), series.interval),
      open: 1, high: 1, low: 1, close: 1, volume: slot, quoteVolume: 100, trades: 1, takerBuyVolume: 0, takerBuyQuoteVolume: 0,
    }));
  return candlesToBatch(series, rows);
}

describe.each(MARKETS)('%s: any range comes whole, whatever its ends and gaps', (market) => {
  test.each(offered(market))('%s', async (interval) => {
    const series: Series = { exchange: 'simulated', market, symbol: SYMBOLS[market], interval };
    const page = slotsOfPage(market, interval);
    const most = Math.min(2_200, 3 * page, Math.floor((NOON - EARLIEST) / intervalMs(interval)) - 1);
    const slots = fc.oneof(fc.nat(most), fc.constantFrom(1, page - 1, page, page + 1, 2 * page, 2 * page + 1).map((count) => Math.min(count, most)));
    const gaps = fc.array(fc.tuple(fc.nat(most), fc.oneof(fc.integer({ min: 1, max: 5 }), fc.constant(page + 3))), { maxLength: 3 });
    const property = fc.asyncProperty(slots, slots, gaps, fc.nat(1_000), fc.nat(1_000), async (there, asked, missing, fromOffset, toOffset) => {
      rest.simulator.setCandles(history(series, there + 1, missing));
      const firstMs = slotOpenTime(slotOf(NOON, interval) - asked, interval);
      // On the grid as often as off it; and up to beyond the open candle.
      const range = { fromMs: firstMs - (fromOffset % 2) * fromOffset, toMs: NOON + (toOffset % 3 === 0 ? 0 : toOffset - 500) };
      expect(await rest.all(source(), series, range)).toEqual(rest.simulator.truth(series, range));
    });
    const source = (): ReturnType<SimulatedRest['source']> => rest.source({ market });
    await fc.assert(property, { numRuns: 6, endOnFailure: false });
  });
});

test.each(MARKETS)('%s: [] in mid-history, as on 2018-02-08 00:28 to 02-09 10:00, does not end it', async (market) => {
  const series: Series = { exchange: 'simulated', market, symbol: SYMBOLS[market], interval: '1m' };
  rest.simulator.setCandles(history(series, 6_000, [[2_000, 2_012]]));
  const range = { fromMs: slotOpenTime(slotOf(NOON, '1m') - 6_000, '1m'), toMs: NOON };
  const found = await rest.all(rest.source({ market }), series, range);
  expect(found).toEqual(rest.simulator.truth(series, range));
  expect(found.length).toBe(6_000 - 2_012 - 1);
});
