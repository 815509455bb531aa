import type { Kernel, KernelDefinition } from './kernel.ts';

/**
 * Population skewness of the last `period` bars:
 *
 *     out[i] = m3 / m2^(3/2),   mk = Σ (x[j] − μ)^k / p,   j = i−p+1 … i
 *
 * Source: Joanes and Gill, Comparing measures of sample skewness and kurtosis (1998), g1. First value on bar `p − 1`.
 * Unknown where all values are equal; an unknown bar makes exactly the `p` windows that hold it unknown.
 *
 * Windows are made of two spans and sums of differences to an anchor inside the window, as in `stdev`.
 */
export const skewness: KernelDefinition = {
  warmup: ([period]) => period! - 1,
  create: ([period]) => new SlidingSkewness(period!),
};

class SlidingSkewness implements Kernel {
  readonly #period: number;
  /** Bars of this span, as far as it is filled. */
  readonly #bars: Float64Array;
  /** By bar of the span before: sums of the first three powers from there to its end. */
  readonly #tails: Float64Array;
  readonly #head = new Float64Array(3);
  #filled = 0;
  #anchor = Number.NaN;

  constructor(period: number) {
    this.#period = period;
    this.#bars = new Float64Array(period);
    // Bars before the first are unknown; the sums of nothing, behind the end, are 0.
    this.#tails = new Float64Array(3 * (period + 1)).fill(Number.NaN, 0, 3 * period);
  }

  process([input]: readonly Float64Array[], [output]: readonly Float64Array[], length: number): void {
    for (let i = 0; i < length; i++) {
      this.#bars[this.#filled++] = input![i]!;
      if (this.#filled === this.#period) this.#closeSpan();
      else add(this.#head, input![i]! - this.#anchor);
      output![i] = this.#ofWindow();
    }
  }

  #ofWindow(): number {
    const share = 1 / this.#period;
    const at = 3 * this.#filled;
    const sum = this.#head[0]! + this.#tails[at]!;
    const square = this.#head[1]! + this.#tails[at + 1]!;
    const cube = this.#head[2]! + this.#tails[at + 2]!;
    const mean = sum * share;
    const variance = (square - sum * mean) * share;
    if (variance === 0) return Number.NaN;
    return (cube * share - 3 * mean * square * share + 2 * mean * mean * mean) / (variance * Math.sqrt(variance));
  }

  /** Sums of a full span from the right; its last bar is the anchor of the windows to come. */
  #closeSpan(): void {
    this.#anchor = this.#bars[this.#period - 1]!;
    const head = this.#head.fill(0);
    for (let i = this.#period - 1; i >= 0; i--) {
      add(head, this.#bars[i]! - this.#anchor);
      this.#tails.set(head, 3 * i);
    }
    head.fill(0);
    this.#filled = 0;
  }
}

function add(sums: Float64Array, difference: number): void {
  const square = difference * difference;
  sums[0]! += difference;
  sums[1]! += square;
  sums[2]! += square * difference;
}
