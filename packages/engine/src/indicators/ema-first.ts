import type { KernelDefinition } from './kernel.ts';
import { passingOverUnknown, type Recursion } from './passing-over-unknown.ts';

/**
 * Exponential moving average that starts with the first value:
 *
 *     out[i] = (1 − α)·out[i−1] + α·x[i],   α = 1 / ( 1 + (p − 1) / 2 ),   out[0] = x[0]
 *
 * An average of equal values stays as it is. Source: vectorbt 1.1 `MA` with `ewm=True`, to the bit; pandas
 * `ewm(span=p, adjust=False).mean()`. It exists to repeat results that were computed this way; prefer `ema`, whose start
 * does not hang on a single bar. The two differ by less than a millionth of the price after about `7·p` bars.
 *
 * First value on bar `p − 1`, by when the first bar still weighs about a seventh. Unknown bars are passed over, where pandas lets
 * the average age.
 */
export const emaFirst: KernelDefinition = {
  warmup: ([period]) => period! - 1,
  create: ([period]) => passingOverUnknown(new AverageFromFirst(period!)),
};

class AverageFromFirst implements Recursion {
  readonly #period: number;
  #known = 0;
  #average = 0;

  constructor(period: number) {
    this.#period = period;
  }

  advance([input]: readonly Float64Array[], [output]: readonly Float64Array[], from: number, to: number): void {
    const alpha = 1 / (1 + (this.#period - 1) / 2);
    const kept = 1 - alpha;
    let average = this.#known === 0 ? input![from]! : this.#average;
    for (let i = from; i < to; i++) {
      const value = input![i]!;
      // Others divide by kept + alpha as well, which is 1: what was rounded off at first is at most half of the last place.
      if (average !== value) average = kept * average + alpha * value;
      output![i] = average;
    }
    this.#average = average;
    const early = Math.min(to - from, Math.max(0, this.#period - 1 - this.#known));
    output!.fill(Number.NaN, from, from + early);
    this.#known += to - from;
  }
}
