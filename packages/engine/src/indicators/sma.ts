import type { Kernel, KernelDefinition } from './kernel.ts';

/**
 * Simple moving average, the mean of the last `period` bars:
 *
 *     out[i] = ( x[i−p+1] + … + x[i] ) / p
 *
 * Source: TradingView `ta.sma`. First value on bar `p − 1`. An unknown bar makes exactly the `p` windows that hold it
 * unknown.
 *
 * O(1) a bar with no subtraction of old bars, so no rounding error and no bad print outlives its window: time is cut
 * into spans of `p` bars, and a window is the end of one span (sums from the right, made when the span was full) and
 * the beginning of the next (a running sum). All sums are of differences to an *anchor*, a bar inside the window:
 * prices near each other then add up exactly, and the mean of `p` equal prices is that price.
 *
 * @see van Herk (1992), doi:10.1016/0167-8655(92)90069-C, for windows made of two spans
 */
export const sma: KernelDefinition = {
  warmup: ([period]) => period! - 1,
  create: ([period]) => new SlidingMean(period!),
};

class SlidingMean implements Kernel {
  readonly #period: number;
  /** Before `#filled`: bars of this span. From there on: sums from a bar of the span before to its end. */
  readonly #sums: Float64Array;
  #filled = 0;
  #anchor = Number.NaN;
  #sum = 0;

  constructor(period: number) {
    this.#period = period;
    // Bars before the first are unknown; the sum of nothing, behind the end, is 0.
    this.#sums = new Float64Array(period + 1).fill(Number.NaN, 0, period);
  }

  process([input]: readonly Float64Array[], [output]: readonly Float64Array[], length: number): void {
    const period = this.#period;
    const last = period - 1;
    const sums = this.#sums;
    const x = input!;
    const out = output!;
    let anchor = this.#anchor;
    let filled = this.#filled;
    let sum = this.#sum;
    for (let i = 0; i < length; i++) {
      const end = Math.min(length, i + last - filled);
      for (; i < end; i++) {
        const value = x[i]!;
        sum += value - anchor;
        sums[filled++] = value;
        out[i] = anchor + (sum + sums[filled]!) / period;
      }
      if (i === length) break;
      // The last bar of a span: it is the anchor of the windows to come, and the span becomes sums from the right.
      anchor = x[i]!;
      sums[last] = anchor;
      sum = 0;
      for (let k = last; k >= 0; k--) {
        sum += sums[k]! - anchor;
        sums[k] = sum;
      }
      out[i] = anchor + sum / period;
      filled = 0;
      sum = 0;
    }
    this.#anchor = anchor;
    this.#filled = filled;
    this.#sum = sum;
  }
}
