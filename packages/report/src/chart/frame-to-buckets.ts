import { followingOpenTime, type Frame, type Gap, type Interval } from '@wick/core';
import { type BucketWidth, bucketWidthFor } from './bucket-width.ts';

/**
 * The time axis of a chart: bars in ascending time, each of which holds a run of rows of the frame. A bar without rows
 * stands where candles are missing, so that a gap can be seen.
 */
export interface Buckets {
  /** Width of a bar, for people: `6h`; the candles' own interval if nothing was aggregated. */
  readonly label: string;
  /** Are bars wider than the candles? */
  readonly aggregated: boolean;
  readonly openTimeMs: Float64Array;
  /** First row of each bar, and one more entry: the number of rows. */
  readonly firstRow: Int32Array;
}

/** Most empty bars that one gap takes on the axis, and all gaps together. */
const EMPTY_BARS_PER_GAP = 100;
const EMPTY_BARS = 1_000;

/** Puts the candles on an axis of at most `maxBuckets` bars, besides the empty ones that mark gaps. */
export function frameToBuckets(frame: Frame, maxBuckets: number): Buckets {
  const width = bucketWidthFor(frame.openTimeMs, frame.series.interval, maxBuckets);
  const emptyPerGap = Math.min(EMPTY_BARS_PER_GAP, Math.max(1, Math.floor(EMPTY_BARS / Math.max(1, frame.gaps.length))));
  const axis = width
    ? aggregatedAxis(frame.openTimeMs, width, emptyPerGap)
    : candleAxis(frame.openTimeMs, frame.series.interval, frame.gaps, emptyPerGap);
  return {
    label: width?.label ?? frame.series.interval,
    aggregated: width !== undefined,
    openTimeMs: Float64Array.from(axis.openTimeMs),
    firstRow: Int32Array.from([...axis.firstRow, frame.length]),
  };
}

interface Axis {
  readonly openTimeMs: number[];
  readonly firstRow: number[];
}

function aggregatedAxis(rowTimeMs: Float64Array, width: BucketWidth, emptyPerGap: number): Axis {
  const axis: Axis = { openTimeMs: [], firstRow: [] };
  let slot = width.slotOf(rowTimeMs[0]!) - 1;
  let endMs = -Infinity;
  for (let row = 0; row < rowTimeMs.length; row++) {
    if (rowTimeMs[row]! < endMs) continue;
    const next = width.slotOf(rowTimeMs[row]!);
    const empty = Math.min(next - slot - 1, emptyPerGap);
    for (let i = 1; i <= empty; i++) pushBar(axis, width.openTimeOf(slot + i), row);
    pushBar(axis, width.openTimeOf(next), row);
    slot = next;
    endMs = width.openTimeOf(slot + 1);
  }
  return axis;
}

function candleAxis(rowTimeMs: Float64Array, interval: Interval, gaps: readonly Gap[], emptyPerGap: number): Axis {
  const axis: Axis = { openTimeMs: [], firstRow: [] };
  let gap = 0;
  for (let row = 0; row < rowTimeMs.length; row++) {
    const before = gaps[gap];
    if (before && before.toMs === rowTimeMs[row]) {
      const empty = Math.min(before.missing, emptyPerGap);
      for (let i = 0, timeMs = before.fromMs; i < empty; i++, timeMs = followingOpenTime(timeMs, interval)) {
        pushBar(axis, timeMs, row);
      }
      gap++;
    }
    pushBar(axis, rowTimeMs[row]!, row);
  }
  return axis;
}

function pushBar(axis: Axis, openTimeMs: number, firstRow: number): void {
  axis.openTimeMs.push(openTimeMs);
  axis.firstRow.push(firstRow);
}
