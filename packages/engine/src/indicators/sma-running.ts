import type { Kernel, KernelDefinition } from './kernel.ts';

/**
 * Simple moving average as a difference of running sums:
 *
 *     total[i] = x[0] + x[1] + … + x[i]
 *     out[i] = ( total[i] − total[i−p] ) / p
 *
 * Source: vectorbt 1.1 `MA`, to the bit. It exists to repeat results that were computed this way; prefer `sma`. The total
 * never forgets: its rounding error grows with the series, equal prices have averages that are not quite equal, and so
 * crossings appear and disappear.
 *
 * First value on bar `p − 1`. An unknown bar makes exactly the `p` windows that hold it unknown and adds nothing to the total.
 */
export const smaRunning: KernelDefinition = {
  warmup: ([period]) => period! - 1,
  create: ([period]) => new RunningMean(period!),
};

class RunningMean implements Kernel {
  /** The totals of the last `period` bars, in a ring; before the first bar it is 0. */
  readonly #totals: Float64Array;
  #oldest = 0;
  #total = 0;
  /** Bars until no window holds an unknown one. */
  #wait: number;

  constructor(period: number) {
    this.#totals = new Float64Array(period);
    this.#wait = period - 1;
  }

  process([input]: readonly Float64Array[], [output]: readonly Float64Array[], length: number): void {
    const totals = this.#totals;
    const period = totals.length;
    const x = input!;
    const out = output!;
    let at = this.#oldest;
    let total = this.#total;
    let wait = this.#wait;
    for (let i = 0; i < length; i++) {
      if (Number.isFinite(x[i]!)) total += x[i]!;
      else wait = period;
      out[i] = wait > 0 ? Number.NaN : (total - totals[at]!) / period;
      if (wait > 0) wait--;
      totals[at] = total;
      if (++at === period) at = 0;
    }
    this.#oldest = at;
    this.#total = total;
    this.#wait = wait;
  }
}
