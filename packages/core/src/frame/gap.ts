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
  const usualMs = usualStepMs(interval);
  for (let row = nextUnusual(openTimeMs, 1, usualMs); row < openTimeMs.length; row = nextUnusual(openTimeMs, row + 1, usualMs)) {
    const missing = missingBetween(openTimeMs[row - 1]!, openTimeMs[row]!, interval);
    if (missing > 0) {
      gaps.push({ fromMs: followingOpenTime(openTimeMs[row - 1]!, interval), toMs: openTimeMs[row]!, missing });
    }
  }
  return gaps;
}

/** The first row from `row` on that another step leads to. Alone, so that nothing slows the loop down. */
function nextUnusual(openTimeMs: Float64Array, row: number, usualMs: number): number {
  const { length } = openTimeMs;
  let at = row;
  while (at < length && openTimeMs[at]! - openTimeMs[at - 1]! === usualMs) at++;
  return at;
}

export const countMissing = (gaps: readonly Gap[]): number => gaps.reduce((sum, gap) => sum + gap.missing, 0);

export function countOffGrid(openTimeMs: Float64Array, interval: Interval): number {
  const usualMs = usualStepMs(interval);
  let count = 0;
  let isOn = false;
  for (let row = 0; row < openTimeMs.length; row++) {
    const time = openTimeMs[row]!;
    // One step after a time on the grid lies the next one.
    isOn = (isOn && time - openTimeMs[row - 1]! === usualMs) || isOnGrid(time, interval);
    if (!isOn) count++;
  }
  return count;
}

/** What most steps are; months have no usual length. */
const usualStepMs = (interval: Interval): number => (interval === '1M' ? NaN : intervalMs(interval));
