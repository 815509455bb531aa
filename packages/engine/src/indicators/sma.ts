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
    const sums = this.#sums;
    const x = input!;
    const out = output!;
    for (let i = 0; i < length; ) {
      const anchor = this.#anchor;
      let filled = this.#filled;
      let sum = this.#sum;
      const end = Math.min(length, i + period - filled);
      for (; i < end; i++, filled++) {
        const value = x[i]!;
        sum += value - anchor;
        sums[filled] = value;
        out[i] = anchor + (sum + sums[filled + 1]!) / period;
      }
      this.#filled = filled;
      this.#sum = sum;
      if (filled === period) {
        this.#closeSpan();
        out[end - 1] = this.#anchor + sums[0]! / period;
      }
    }
  }

  /** The bars of a full span become sums from the right; its last bar is the anchor of the windows to come. */
  #closeSpan(): void {
    const sums = this.#sums;
    const anchor = sums[this.#period - 1]!;
    let sum = 0;
    for (let i = this.#period - 1; i >= 0; i--) {
      sum += sums[i]! - anchor;
      sums[i] = sum;
    }
    this.#anchor = anchor;
    this.#filled = 0;
    this.#sum = 0;
  }
}
