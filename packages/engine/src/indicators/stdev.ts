import type { Kernel, KernelDefinition } from './kernel.ts';

/**
 * Population standard deviation of the last `period` bars:
 *
 *     out[i] = √( Σ (x[j] − μ)² / p ),   j = i−p+1 … i,   μ = their mean
 *
 * Source: TradingView `ta.stdev`, pandas `rolling(p).std(ddof=0)`. First value on bar `p − 1`. An unknown bar makes
 * exactly the `p` windows that hold it unknown.
 *
 * Windows are made of two spans and sums of differences to an anchor inside the window, as in `sma`:
 * Σ(x−μ)² = Σ(x−a)² − (Σ(x−a))² / p. Since the anchor is in the window, one difference is 0, and by Cauchy and Schwarz
 * at least a p-th of Σ(x−a)² is left: the subtraction never goes below 0, quiet prices at a high level keep their digits,
 * equal prices give exactly 0, and a bad print is forgotten when it leaves the window.
 */
export const stdev: KernelDefinition = {
  warmup: ([period]) => period! - 1,
  create: ([period]) => new SlidingDeviation(period!),
};

class SlidingDeviation implements Kernel {
  readonly #period: number;
  /** Before `#filled`: bars of this span. From there on: sums from a bar of the span before to its end. */
  readonly #sums: Float64Array;
  readonly #squares: Float64Array;
  #filled = 0;
  #anchor = Number.NaN;
  #sum = 0;
  #square = 0;

  constructor(period: number) {
    this.#period = period;
    // Bars before the first are unknown; the sums of nothing, behind the end, are 0.
    this.#sums = new Float64Array(period + 1).fill(Number.NaN, 0, period);
    this.#squares = new Float64Array(period + 1);
  }

  process([input]: readonly Float64Array[], [output]: readonly Float64Array[], length: number): void {
    const last = this.#period - 1;
    const share = 1 / this.#period;
    const sums = this.#sums;
    const squares = this.#squares;
    const x = input!;
    const out = output!;
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
        out[i] = deviation(sum + sums[filled]!, square + squares[filled]!, share);
      }
      if (i === length) break;
      // The last bar of a span: it is the anchor of the windows to come, and the span becomes sums from the right.
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
      out[i] = deviation(sum, square, share);
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

/** Of `1 / share` bars with these sums. A product with the share takes a fraction of the time of a quotient. */
function deviation(sum: number, square: number, share: number): number {
  return Math.sqrt((square - sum * sum * share) * share);
}
