import type { Buckets } from './frame-to-buckets.ts';

/** A way to make one value of the rows `start` to `end` (exclusive). NaN is "unknown" and is passed over. */
export type Reducer = (values: Float64Array, start: number, end: number) => number;

const { isNaN: isUnknown, NaN: UNKNOWN } = Number;

export const first: Reducer = (values, start, end) => {
  for (let row = start; row < end; row++) if (!isUnknown(values[row]!)) return values[row]!;
  return UNKNOWN;
};

export const last: Reducer = (values, start, end) => {
  for (let row = end - 1; row >= start; row--) if (!isUnknown(values[row]!)) return values[row]!;
  return UNKNOWN;
};

// A comparison with NaN is false, so unknown values fall through.
export const highest: Reducer = (values, start, end) => {
  let high = -Infinity;
  for (let row = start; row < end; row++) if (values[row]! > high) high = values[row]!;
  return high === -Infinity ? UNKNOWN : high;
};

export const lowest: Reducer = (values, start, end) => {
  let low = Infinity;
  for (let row = start; row < end; row++) if (values[row]! < low) low = values[row]!;
  return low === Infinity ? UNKNOWN : low;
};

export const sum: Reducer = (values, start, end) => {
  let total = 0;
  let known = 0;
  for (let row = start; row < end; row++) {
    if (isUnknown(values[row]!)) continue;
    total += values[row]!;
    known++;
  }
  return known === 0 ? UNKNOWN : total;
};

/** One value a bar; NaN for a bar without rows. */
export function reduceBuckets({ firstRow }: Buckets, values: Float64Array, reduce: Reducer): Float64Array {
  const reduced = new Float64Array(firstRow.length - 1);
  for (let bar = 0; bar < reduced.length; bar++) reduced[bar] = reduce(values, firstRow[bar]!, firstRow[bar + 1]!);
  return reduced;
}
