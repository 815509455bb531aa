import { DAY_MS, HOUR_MS, type Interval, intervalMs, MINUTE_MS, SECOND_MS, slotOf, slotOpenTime } from '@wick/core';

/** How wide the bars of a chart are, and to which bar a time belongs: numbered, aligned to the UTC calendar. */
export interface BucketWidth {
  /** Such as `6h`, for people. */
  readonly label: string;
  readonly slotOf: (timeMs: number) => number;
  readonly openTimeOf: (slot: number) => number;
}

const clock = (label: string, widthMs: number): [number, BucketWidth] => [
  widthMs,
  { label, slotOf: (timeMs) => Math.floor(timeMs / widthMs), openTimeOf: (slot) => slot * widthMs },
];

const calendar = (interval: Interval, label: string, many = 1): [number, BucketWidth] => [
  intervalMs(interval) * many,
  {
    label,
    slotOf: (timeMs) => Math.floor(slotOf(timeMs, interval) / many),
    openTimeOf: (slot) => slotOpenTime(slot * many, interval),
  },
];

/** Every width that divides the next calendar unit, narrowest first, in milliseconds. */
const WIDTHS: readonly (readonly [widthMs: number, width: BucketWidth])[] = [
  ...[1, 5, 15, 30].map((seconds) => clock(`${seconds}s`, seconds * SECOND_MS)),
  ...[1, 2, 3, 5, 10, 15, 30].map((minutes) => clock(`${minutes}m`, minutes * MINUTE_MS)),
  ...[1, 2, 3, 4, 6, 8, 12].map((hours) => clock(`${hours}h`, hours * HOUR_MS)),
  clock('1d', DAY_MS),
  calendar('1w', '1w'),
  calendar('1M', '1M'),
  calendar('1M', '3M', 3),
  calendar('1M', '1y', 12),
];

/**
 * The narrowest width, wider than the candles and where possible a multiple of them, in which the candles occupy at
 * most `maxBuckets` bars. Undefined when the candles themselves are few enough.
 */
export function bucketWidthFor(openTimeMs: Float64Array, interval: Interval, maxBuckets: number): BucketWidth | undefined {
  if (openTimeMs.length <= maxBuckets) return undefined;
  const candleMs = intervalMs(interval);
  const wider = WIDTHS.filter(([widthMs]) => widthMs > candleMs);
  const fits = wider.find(
    ([widthMs, width]) => isMultiple(widthMs, candleMs) && occupiedBuckets(openTimeMs, width, maxBuckets) <= maxBuckets,
  );
  return fits?.[1] ?? WIDTHS.at(-1)![1];
}

/** Months are no whole number of days or weeks, and no reader expects them to be. */
const isMultiple = (widthMs: number, candleMs: number): boolean => widthMs % candleMs === 0 || widthMs >= intervalMs('1M');

/** Bars that hold a candle; counting stops once there are more than `enough`. */
function occupiedBuckets(openTimeMs: Float64Array, width: BucketWidth, enough: number): number {
  let count = 0;
  let endMs = -Infinity;
  for (let row = 0; row < openTimeMs.length && count <= enough; row++) {
    if (openTimeMs[row]! < endMs) continue;
    endMs = width.openTimeOf(width.slotOf(openTimeMs[row]!) + 1);
    count++;
  }
  return count;
}
