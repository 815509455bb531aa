import { type Interval, openTimeOf, slotOf, slotOpenTime, type TimeRange } from '@wick/core';

/**
 * Cuts a range into pages of at most `slots` grid slots, in ascending order.
 *
 * A page is asked for with a limit of one row more than it has slots. So an answer with fewer rows than the limit is
 * all there is, however large the gaps, and a full one (more rows than slots, which candles off the grid could make)
 * says that the page is not finished.
 */
export function* rangeToPages({ fromMs, toMs }: TimeRange, interval: Interval, slots: number): Generator<TimeRange> {
  let start = fromMs;
  for (let slot = slotOf(fromMs, interval) + slots; start < toMs; slot += slots) {
    const end = Math.min(toMs, slotOpenTime(slot, interval));
    yield { fromMs: start, toMs: end };
    start = end;
  }
}

/** Does a range fit into one page? */
export const isOnePage = ({ fromMs, toMs }: TimeRange, interval: Interval, slots: number): boolean =>
  toMs <= slotOpenTime(slotOf(openTimeOf(fromMs, interval), interval) + slots, interval);
