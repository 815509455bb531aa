import type { Kernel, KernelDefinition } from './kernel.ts';
import { SortedWindow } from './sorted-window.ts';

/**
 * Percent rank: how many of the `period` bars before this one were not above it, from 0 to 100:
 *
 *     out[i] = 100 · #{ j : x[j] ≤ x[i],  i−p ≤ j < i } / p
 *
 * Source: TradingView `ta.percentrank`. First value on bar `p`. An unknown bar makes itself and the `p` bars after it
 * unknown.
 */
export const percentRank: KernelDefinition = {
  warmup: ([period]) => period!,
  create: ([period]) => new PercentRank(period!),
};

class PercentRank implements Kernel {
  readonly #period: number;
  readonly #before: SortedWindow;

  constructor(period: number) {
    this.#period = period;
    this.#before = new SortedWindow(period);
  }

  process([input]: readonly Float64Array[], [output]: readonly Float64Array[], length: number): void {
    for (let i = 0; i < length; i++) {
      const value = input![i]!;
      const isKnown = this.#before.isFull && !Number.isNaN(value);
      output![i] = isKnown ? (100 * this.#before.countAtMost(value)) / this.#period : Number.NaN;
      this.#before.push(value);
    }
  }
}
