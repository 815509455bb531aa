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
  let peak = initialCash;
  let peakCloseMs = Number.NaN;
  let lastCloseMs = Number.NaN;
  let lowest = initialCash; // since the peak
  let squares = 0; // of the falls below the peak, in money
  return {
    add(equity, openTimeMs) {
      const closeOf = (bar: number): number => followingOpenTime(openTimeMs[bar]!, interval);
      if (Number.isNaN(peakCloseMs)) peakCloseMs = openTimeMs[0]!;
      const { length } = equity;
      let peakBar = -1; // in this block, if it is
      let highest = peak;
      let least = lowest;
      let below = squares;
      let bar = 0;
      while (bar < length) {
        let value = equity[bar]!;
        if (value >= highest) {
          if (least < highest) {
            endDrawdown(ended, highest, least, below, closeOf(bar) - (peakBar < 0 ? peakCloseMs : closeOf(peakBar)));
            below = 0;
          }
          highest = value;
          least = value;
          peakBar = bar++;
          continue;
        }
        // A loop of its own, because nearly all bars are below the peak: three times as fast.
        do {
          const fall = highest - value;
          below += fall * fall;
          if (value < least) least = value;
          value = ++bar < length ? equity[bar]! : Infinity;
        } while (value < highest);
      }
      if (peakBar >= 0) peakCloseMs = closeOf(peakBar);
      lastCloseMs = closeOf(length - 1);
      peak = highest;
      lowest = least;
      squares = below;
    },
    read() {
      const totals = { ...ended };
      if (lowest < peak) {
        totals.openMs = lastCloseMs - peakCloseMs;
        endDrawdown(totals, peak, lowest, squares, totals.openMs);
      }
      return totals;
    },
  };
}

function endDrawdown(totals: Totals, peak: number, lowest: number, squares: number, durationMs: number): void {
  const depth = lowest / peak - 1;
  totals.count++;
  totals.deepest = Math.min(totals.deepest, depth);
  totals.sumOfDepths += depth;
  totals.longestMs = Math.max(totals.longestMs, durationMs);
  totals.totalMs += durationMs;
  totals.largestFall = Math.max(totals.largestFall, peak - lowest);
  totals.squares += squares / (peak * peak);
}
