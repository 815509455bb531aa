import type { KernelDefinition } from './kernel.ts';
import { passingOverUnknown, type Recursion } from './passing-over-unknown.ts';

/**
 * Exponential moving average:
 *
 *     out[i] = out[i−1] + α·( x[i] − out[i−1] ),   α = 2 / (p + 1)
 *
 * started with the simple mean of the first `p` known bars. Source: TradingView `ta.ema`. First value on bar `p − 1`.
 * Unknown bars are passed over. In this form the average of equal prices is exactly that price.
 */
export const ema: KernelDefinition = {
  warmup: ([period]) => period! - 1,
  create: ([period]) => passingOverUnknown(new Exponential(period!)),
};

class Exponential implements Recursion {
  readonly #period: number;
  #known = 0;
  #average = 0;

  constructor(period: number) {
    this.#period = period;
  }

  advance([input]: readonly Float64Array[], [output]: readonly Float64Array[], from: number, to: number): void {
    const period = this.#period;
    const alpha = 2 / (period + 1);
    const x = input!;
    const out = output!;
    let average = this.#average;
    let i = from;
    for (; i < to && this.#known < period; i++) {
      average += (x[i]! - average) / ++this.#known;
      out[i] = this.#known < period ? Number.NaN : average;
    }
    for (; i < to; i++) {
      average += alpha * (x[i]! - average);
      out[i] = average;
    }
    this.#average = average;
  }
}
