import { followingOpenTime, type Interval } from '@wick/core';

/**
 * Drawdowns on bars. One begins below a peak (the initial cash is the first, at the first bar's open) and ends with the first
 * close that is as high again; its depth is its lowest close / peak − 1, its duration from the last close at the peak to the
 * close that ends it.
 */
export interface DrawdownSummary {
  /** The open one included, as it is so far, here and below. */
  readonly count: number;
  /** The lowest depth: 0 or negative. */
  readonly deepest: number;
  readonly sumOfDepths: number;
  readonly longestMs: number;
  readonly totalMs: number;
  /** Of the one that is not over; null if the last bar is at the peak. */
  readonly openMs: number | null;
  /** Peak − lowest close, in the quote asset. */
  readonly largestFall: number;
  /** Σ (1 − equity / peak)² over all bars. */
  readonly squares: number;
}

export interface DrawdownRecord {
  add(equity: Float64Array, openTimeMs: Float64Array): void;
  read(): DrawdownSummary;
}

type Totals = { -readonly [Name in keyof DrawdownSummary]: DrawdownSummary[Name] };

export function createDrawdownRecord(initialCash: number, interval: Interval): DrawdownRecord {
  const ended: Totals = {
    count: 0, deepest: 0, sumOfDepths: 0, longestMs: 0, totalMs: 0, openMs: null, largestFall: 0, squares: 0,
  };
  const present: Present = { peak: initialCash, lowest: initialCash, squares: 0 };
  let peakCloseMs = Number.NaN;
  let lastCloseMs = Number.NaN;
  return {
    add(equity, openTimeMs) {
      const closeOf = (bar: number): number => followingOpenTime(openTimeMs[bar]!, interval);
      if (Number.isNaN(peakCloseMs)) peakCloseMs = openTimeMs[0]!;
      const { length } = equity;
      let peakBar = -1; // in this block, if it is
      for (let bar = walkBelow(present, equity, 0); bar < length; bar = walkBelow(present, equity, bar + 1)) {
        if (present.lowest < present.peak) {
          endDrawdown(ended, present, closeOf(bar) - (peakBar < 0 ? peakCloseMs : closeOf(peakBar)));
          present.squares = 0;
        }
        present.peak = equity[bar]!;
        present.lowest = present.peak;
        peakBar = bar;
      }
      if (peakBar >= 0) peakCloseMs = closeOf(peakBar);
      lastCloseMs = closeOf(length - 1);
    },
    read() {
      const totals = { ...ended };
      if (present.lowest < present.peak) {
        totals.openMs = lastCloseMs - peakCloseMs;
        endDrawdown(totals, present, totals.openMs);
      }
      return totals;
    },
  };
}

/** From the last peak on. */
interface Present {
  peak: number;
  lowest: number;
  /** Of the falls below the peak, in money. */
  squares: number;
}

/** Follows the equity below the peak. Returns the first bar from `from` on that is not below it, or the length. */
function walkBelow(present: Present, equity: Float64Array, from: number): number {
  const { peak } = present;
  let { lowest, squares } = present;
  let bar = from;
  for (; bar < equity.length; bar++) {
    const value = equity[bar]!;
    if (value >= peak) break;
    const fall = peak - value;
    squares += fall * fall;
    if (value < lowest) lowest = value;
  }
  present.lowest = lowest;
  present.squares = squares;
  return bar;
}

function endDrawdown(totals: Totals, { peak, lowest, squares }: Present, durationMs: number): void {
  const depth = lowest / peak - 1;
  totals.count++;
  totals.deepest = Math.min(totals.deepest, depth);
  totals.sumOfDepths += depth;
  totals.longestMs = Math.max(totals.longestMs, durationMs);
  totals.totalMs += durationMs;
  totals.largestFall = Math.max(totals.largestFall, peak - lowest);
  totals.squares += squares / (peak * peak);
}
