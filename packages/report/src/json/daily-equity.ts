import { DAY_MS } from '@wick/core';

/** A time in epoch milliseconds and the equity at it, in the quote asset. */
export type EquityPoint = readonly [timeMs: number, equity: number];

/** The last value of each UTC day that has bars, at the start of that day. A bar belongs to the day it opens in. */
export function dailyEquity(openTimeMs: Float64Array, equity: Float64Array): EquityPoint[] {
  const points: EquityPoint[] = [];
  const last = equity.length - 1;
  let day = Math.floor(openTimeMs[0]! / DAY_MS);
  for (let bar = 0; bar <= last; bar++) {
    const nextDay = bar === last ? Number.NaN : Math.floor(openTimeMs[bar + 1]! / DAY_MS);
    if (nextDay !== day) points.push([day * DAY_MS, equity[bar]!]);
    day = nextDay;
  }
  return points;
}
