import { followingOpenTime, type Interval, isOnGrid, missingBetween } from '../interval/interval.ts';

/** Candles that are not there, between two that are. */
export interface Gap {
  /** When the first missing candle should have opened. */
  readonly fromMs: number;
  /** When the next candle that is there opens. */
  readonly toMs: number;
  readonly missing: number;
}

/** The gaps in ascending open times. One pass, nothing filled. */
export function findGaps(openTimeMs: Float64Array, interval: Interval): Gap[] {
  const gaps: Gap[] = [];
  for (let row = 1; row < openTimeMs.length; row++) {
    const missing = missingBetween(openTimeMs[row - 1]!, openTimeMs[row]!, interval);
    if (missing > 0) {
      gaps.push({ fromMs: followingOpenTime(openTimeMs[row - 1]!, interval), toMs: openTimeMs[row]!, missing });
    }
  }
  return gaps;
}

export const countMissing = (gaps: readonly Gap[]): number => gaps.reduce((sum, gap) => sum + gap.missing, 0);

export function countOffGrid(openTimeMs: Float64Array, interval: Interval): number {
  let count = 0;
  for (const time of openTimeMs) if (!isOnGrid(time, interval)) count++;
  return count;
}
