import type { Kernel, KernelDefinition } from './kernel.ts';

/**
 * Bollinger bands:
 *
 *     middle = sma(source, period)
 *     upper, lower = middle ± deviations · stdev(source, period)
 *
 * with the population deviation. Source: TradingView `ta.bb`; Bollinger, Bollinger on Bollinger Bands (2001). First
 * value on bar `period − 1`. An unknown bar makes exactly the `period` windows that hold it unknown.
 *
 * One pass over sums that `sma` and `stdev` would both make; the numbers are theirs, to the bit.
 */
export const bollinger: KernelDefinition = {
  warmup: ([period]) => period! - 1,
  create: ([period, deviations]) => new SlidingBands(period!, deviations!),
};

class SlidingBands implements Kernel {
  readonly #period: number;
  readonly #deviations: number;
  /** Before `#filled`: bars of this span. From there on: sums from a bar of the span before to its end. */
  readonly #sums: Float64Array;
  readonly #squares: Float64Array;
  #filled = 0;
  #anchor = Number.NaN;
  #sum = 0;
  #square = 0;

  constructor(period: number, deviations: number) {
    this.#period = period;
    this.#deviations = deviations;
    // Bars before the first are unknown; the sums of nothing, behind the end, are 0.
    this.#sums = new Float64Array(period + 1).fill(Number.NaN, 0, period);
    this.#squares = new Float64Array(period + 1);
  }

  process([input]: readonly Float64Array[], outputs: readonly Float64Array[], length: number): void {
    const [middle, upper, lower] = outputs as readonly [Float64Array, Float64Array, Float64Array];
    const period = this.#period;
    const last = period - 1;
    const share = 1 / period;
    const deviations = this.#deviations;
    const sums = this.#sums;
    const squares = this.#squares;
    const x = input!;
    let anchor = this.#anchor;
    let filled = this.#filled;
    let sum = this.#sum;
    let square = this.#square;
    for (let i = 0; i < length; i++) {
      const end = Math.min(length, i + last - filled);
      for (; i < end; i++) {
        const value = x[i]!;
        const difference = value - anchor;
        sum += difference;
        square += difference * difference;
        sums[filled++] = value;
        const total = sum + sums[filled]!;
        const mean = anchor + total / period;
        const width = deviations * Math.sqrt((square + squares[filled]! - total * total * share) * share);
        middle[i] = mean;
        upper[i] = mean + width;
        lower[i] = mean - width;
      }
      if (i === length) break;
      anchor = x[i]!;
      sums[last] = anchor;
      sum = 0;
      square = 0;
      for (let k = last; k >= 0; k--) {
        const difference = sums[k]! - anchor;
        sum += difference;
        square += difference * difference;
        sums[k] = sum;
        squares[k] = square;
      }
      const mean = anchor + sum / period;
      const width = deviations * Math.sqrt((square - sum * sum * share) * share);
      middle[i] = mean;
      upper[i] = mean + width;
      lower[i] = mean - width;
      filled = 0;
      sum = 0;
      square = 0;
    }
    this.#anchor = anchor;
    this.#filled = filled;
    this.#sum = sum;
    this.#square = square;
  }
}
