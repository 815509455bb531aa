import type { Kernel, KernelDefinition } from './kernel.ts';

/**
 * Weighted moving average, the newest bar weighing most:
 *
 *     out[i] = ( p·x[i] + (p−1)·x[i−1] + … + 1·x[i−p+1] ) / ( p·(p+1)/2 )
 *
 * Source: TradingView `ta.wma`. First value on bar `p − 1`. An unknown bar makes exactly the `p` windows that hold it
 * unknown.
 *
 * Windows are made of two spans and sums of differences to an anchor inside the window, as in `sma`. An older bar in
 * front of a tail makes every weight of the tail one larger, so both ends have their weighted sum in one step.
 */
export const wma: KernelDefinition = {
  warmup: ([period]) => period! - 1,
  create: ([period]) => new SlidingWeightedMean(period!),
};

class SlidingWeightedMean implements Kernel {
  readonly #period: number;
  /** Bars of this span, as far as it is filled. */
  readonly #bars: Float64Array;
  /** By bar of the span before: weighted sum from there to its end, the first weight being 1. */
  readonly #weighted: Float64Array;
  #filled = 0;
  #anchor = Number.NaN;
  #sum = 0;
  #weightedSum = 0;

  constructor(period: number) {
    this.#period = period;
    this.#bars = new Float64Array(period);
    // Bars before the first are unknown; the sum of nothing, behind the end, is 0.
    this.#weighted = new Float64Array(period + 1).fill(Number.NaN, 0, period);
  }

  process([input]: readonly Float64Array[], [output]: readonly Float64Array[], length: number): void {
    const period = this.#period;
    const share = 2 / (period * (period + 1));
    const bars = this.#bars;
    const weighted = this.#weighted;
    const x = input!;
    const out = output!;
    for (let i = 0; i < length; ) {
      const anchor = this.#anchor;
      let filled = this.#filled;
      let sum = this.#sum;
      let weightedSum = this.#weightedSum;
      const end = Math.min(length, i + period - filled);
      for (; i < end; i++) {
        const value = x[i]!;
        const difference = value - anchor;
        bars[filled++] = value;
        sum += difference;
        weightedSum += filled * difference;
        out[i] = anchor + (weightedSum + (period - filled) * sum + weighted[filled]!) * share;
      }
      this.#filled = filled;
      this.#sum = sum;
      this.#weightedSum = weightedSum;
      if (filled === period) {
        this.#closeSpan();
        out[end - 1] = this.#anchor + weighted[0]! * share;
      }
    }
  }

  /** Weighted sums of a full span from the right; its last bar is the anchor of the windows to come. */
  #closeSpan(): void {
    const anchor = this.#bars[this.#period - 1]!;
    let sum = 0;
    let weightedSum = 0;
    for (let i = this.#period - 1; i >= 0; i--) {
      sum += this.#bars[i]! - anchor;
      weightedSum += sum;
      this.#weighted[i] = weightedSum;
    }
    this.#anchor = anchor;
    this.#filled = 0;
    this.#sum = 0;
    this.#weightedSum = 0;
  }
}
