import { followingOpenTime, type Interval, intervalMs, isOnGrid, missingBetween } from '../interval/interval.ts';

/** Candles that are not there, between two that are. */
export interface Gap {
  /** When the first missing candle should have opened. */
  readonly fromMs: number;
  /** When the next candle that is there opens. */
  readonly toMs: number;
  readonly missing: number;
}

/** Why candles are missing. */
export const GAP_KINDS = [
  /** Missing for several symbols of the market at once. */
  'outage',
  /** The exchange has no candle of this symbol alone: nobody traded, or trading was suspended. */
  'no-trade',
  'not-listed',
  'delisted',
  /** The exchange will publish it. */
  'not-published',
  'fetch-failed',
  /** The exchange has not been asked yet. */
  'unexplained',
] as const;
export type GapKind = (typeof GAP_KINDS)[number];

/** A gap in what is stored, with its reason as far as it is known. */
export interface CoverageGap extends Gap {
  readonly kind: GapKind;
}

/** The gaps in ascending open times. One pass, nothing filled. */
export function findGaps(openTimeMs: Float64Array, interval: Interval): Gap[] {
  const gaps: Gap[] = [];
  // Most steps are this one; months have no usual length.
  const usualMs = interval === '1M' ? NaN : intervalMs(interval);
  for (let row = 1; row < openTimeMs.length; row++) {
    if (openTimeMs[row]! - openTimeMs[row - 1]! === usualMs) continue;
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
