import type { KernelDefinition } from './kernel.ts';
import { passingOverUnknown, type Recursion } from './passing-over-unknown.ts';
import { SlidingExtreme } from './sliding-extreme.ts';

/**
 * Fisher transform of Ehlers:
 *
 *     out[i] = ½·ln( (1 + v[i]) / (1 − v[i]) ) + ½·out[i−1]
 *     v[i] = 0.66·( (m − lowest(m, p)) / (highest(m, p) − lowest(m, p)) − ½ ) + 0.67·v[i−1],   m = (high + low)/2
 *
 * started from 0, `v` beyond ±0.99 being ±0.999. Source: TradingView's built-in indicator "Fisher Transform", whose
 * trigger line is the value one bar ago; Ehlers, Using the Fisher Transform (2002). First value on bar `p − 1`. A window
 * without a range counts as its middle. Bars whose high or low is unknown are passed over.
 */
export const fisher: KernelDefinition = {
  warmup: ([period]) => period! - 1,
  create: ([period]) => passingOverUnknown(new FisherTransform(period!)),
};

class FisherTransform implements Recursion {
  readonly #highest: SlidingExtreme;
  readonly #lowest: SlidingExtreme;
  #place = 0;
  #transformed = 0;

  constructor(period: number) {
    this.#highest = new SlidingExtreme(period, 1);
    this.#lowest = new SlidingExtreme(period, -1);
  }

  advance([high, low]: readonly Float64Array[], [output]: readonly Float64Array[], from: number, to: number): void {
    for (let i = from; i < to; i++) {
      const middle = (high![i]! + low![i]!) / 2;
      const top = this.#highest.push(middle);
      const bottom = this.#lowest.push(middle);
      output![i] = Number.isNaN(top) ? Number.NaN : this.#transform(top === bottom ? 0.5 : (middle - bottom) / (top - bottom));
    }
  }

  #transform(share: number): number {
    const place = 0.66 * (share - 0.5) + 0.67 * this.#place;
    this.#place = place > 0.99 ? 0.999 : place < -0.99 ? -0.999 : place;
    this.#transformed = 0.5 * Math.log((1 + this.#place) / (1 - this.#place)) + 0.5 * this.#transformed;
    return this.#transformed;
  }
}
