import type { KernelDefinition } from './kernel.ts';
import { passingOverUnknown, type Recursion } from './passing-over-unknown.ts';
import { RecentValues } from './recent-values.ts';
import { WindowSum } from './window-sum.ts';

/**
 * Adaptive moving average of Kaufman, quick in a trend and slow in noise:
 *
 *     out[i] = out[i−1] + ( er·(2/(fast+1) − 2/(slow+1)) + 2/(slow+1) )² · ( x[i] − out[i−1] )
 *     er = |x[i] − x[i−p]| / ( |x[i] − x[i−1]| + … + |x[i−p+1] − x[i−p]| )
 *
 * started from `x[p−1]`. Source: Kaufman, Smarter Trading (1995); the start is TA-Lib's. First value on bar `p`. Where
 * nothing moved `er` is 0. Unknown bars are passed over.
 */
export const kama: KernelDefinition = {
  warmup: ([period]) => period!,
  create: ([period, fast, slow]) => passingOverUnknown(new AdaptiveAverage(period!, 2 / (fast! + 1), 2 / (slow! + 1))),
};

class AdaptiveAverage implements Recursion {
  readonly #quick: number;
  readonly #slow: number;
  readonly #prices: RecentValues;
  readonly #distance: WindowSum;
  #price = Number.NaN;
  #average = 0;

  constructor(period: number, quick: number, slow: number) {
    this.#quick = quick;
    this.#slow = slow;
    this.#prices = new RecentValues(period + 1);
    this.#distance = new WindowSum(period);
  }

  advance([input]: readonly Float64Array[], [output]: readonly Float64Array[], from: number, to: number): void {
    for (let i = from; i < to; i++) {
      const price = input![i]!;
      const oldest = this.#prices.values[this.#prices.push(price)]!;
      // The first bar has no change: NaN, which leaves the sum when the first value is due.
      const distance = this.#distance.push(Math.abs(price - this.#price));
      this.#price = price;
      if (Number.isNaN(distance)) {
        this.#average = price;
        output![i] = Number.NaN;
        continue;
      }
      const efficiency = distance === 0 ? 0 : Math.abs(price - oldest) / distance;
      const weight = efficiency * (this.#quick - this.#slow) + this.#slow;
      this.#average += weight * weight * (price - this.#average);
      output![i] = this.#average;
    }
  }
}
