import type { Kernel, KernelDefinition } from './kernel.ts';
import { SortedWindow } from './sorted-window.ts';

/**
 * Median of the last `period` bars; the mean of the two middle ones where the period is even:
 *
 *     out[i] = the middle of x[i−p+1], …, x[i] in order of size
 *
 * Source: TradingView `ta.median`, pandas `rolling(p).median()`. First value on bar `p − 1`. An unknown bar makes
 * exactly the `p` windows that hold it unknown.
 */
export const median: KernelDefinition = {
  warmup: ([period]) => period! - 1,
  create: ([period]) => new SlidingMedian(period!),
};

class SlidingMedian implements Kernel {
  readonly #window: SortedWindow;
  readonly #low: number;
  readonly #high: number;

  constructor(period: number) {
    this.#window = new SortedWindow(period);
    this.#low = (period - 1) >> 1;
    this.#high = period >> 1;
  }

  process([input]: readonly Float64Array[], [output]: readonly Float64Array[], length: number): void {
    for (let i = 0; i < length; i++) {
      this.#window.push(input![i]!);
      output![i] = this.#window.isFull ? (this.#window.at(this.#low) + this.#window.at(this.#high)) / 2 : Number.NaN;
    }
  }
}
