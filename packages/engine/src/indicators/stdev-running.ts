import type { Kernel, KernelDefinition } from './kernel.ts';

/**
 * Population standard deviation from running sums of the values and of their squares:
 *
 *     S = total[i] − total[i−p],   Q = squares[i] − squares[i−p],   μ = S / p
 *     out[i] = √( |Q − 2·S·μ + p·μ²| / p )
 *
 * where total and squares add up all bars so far. Source: vectorbt 1.1 `MSTD`, to the bit. It exists to repeat results that
 * were computed this way; prefer `stdev`. Both totals never forget, and what is left of them after the subtraction has lost
 * most of its digits: the error grows with the series, and prices that do not move have a deviation that is not 0.
 *
 * First value on bar `p − 1`. An unknown bar makes exactly the `p` windows that hold it unknown and adds nothing to the totals.
 */
export const stdevRunning: KernelDefinition = {
  warmup: ([period]) => period! - 1,
  create: ([period]) => new RunningDeviation(period!),
};

class RunningDeviation implements Kernel {
  /** The totals of the last `period` bars, in rings; before the first bar they are 0. */
  readonly #totals: Float64Array;
  readonly #squares: Float64Array;
  #oldest = 0;
  #total = 0;
  #square = 0;
  /** Bars until no window holds an unknown one. */
  #wait: number;

  constructor(period: number) {
    this.#totals = new Float64Array(period);
    this.#squares = new Float64Array(period);
    this.#wait = period - 1;
  }

  process([input]: readonly Float64Array[], [output]: readonly Float64Array[], length: number): void {
    const totals = this.#totals;
    const squares = this.#squares;
    const period = totals.length;
    const x = input!;
    const out = output!;
    let at = this.#oldest;
    let total = this.#total;
    let square = this.#square;
    let wait = this.#wait;
    for (let i = 0; i < length; i++) {
      const value = x[i]!;
      if (Number.isFinite(value)) {
        total += value;
        square += value * value;
      } else {
        wait = period;
      }
      out[i] = wait > 0 ? Number.NaN : deviation(total - totals[at]!, square - squares[at]!, period);
      if (wait > 0) wait--;
      totals[at] = total;
      squares[at] = square;
      if (++at === period) at = 0;
    }
    this.#oldest = at;
    this.#total = total;
    this.#square = square;
    this.#wait = wait;
  }
}

function deviation(sum: number, square: number, period: number): number {
  const mean = sum / period;
  return Math.sqrt(Math.abs(square - 2 * sum * mean + period * (mean * mean)) / period);
}
