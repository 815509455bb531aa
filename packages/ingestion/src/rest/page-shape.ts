import { DAY_MS, type Interval, intervalMs, slotOf, type TimeRange } from '@wick/core';
import type { RestMarket } from './binance-http.ts';

/** COIN-M futures refuse a request whose ends are further apart. */
export const COIN_M_LONGEST_MS: number = 200 * DAY_MS;

/** Rows that a page may ask for. Futures charge by the rows asked for, and 499 for a weight of 2 are the most for the least. */
const LIMITS = { spot: 1_000, um: 499, cm: 499 } as const;

/** Grid slots of a page: one less than the rows asked for, so that an answer which is not full is all there is. */
export function slotsOfPage(market: RestMarket, interval: Interval): number {
  const slots = LIMITS[market] - 1;
  return market === 'cm' ? Math.min(slots, Math.floor(COIN_M_LONGEST_MS / intervalMs(interval))) : slots;
}

/** How many rows to ask for, so that a range of at most {@link slotsOfPage} slots comes for the least weight. */
export function limitOfPage(market: RestMarket, interval: Interval, { fromMs, toMs }: TimeRange): number {
  if (market === 'spot') return LIMITS.spot;
  const slots = slotOf(toMs - 1, interval) - slotOf(fromMs, interval) + 1;
  return slots < LIGHT_LIMIT ? LIGHT_LIMIT : LIMITS[market];
}

/** The most rows of a futures request that weighs 1. */
const LIGHT_LIMIT = 99;

/** What a request of candles weighs: spot is flat, futures charge by rows. */
export function weightOfLimit(market: RestMarket, limit: number): number {
  if (market === 'spot') return 2;
  if (limit < 100) return 1;
  if (limit < 500) return 2;
  return limit <= 1_000 ? 5 : 10;
}
