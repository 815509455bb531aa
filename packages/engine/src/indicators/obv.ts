import type { KernelDefinition } from './kernel.ts';
import { passingOverUnknown, type Recursion } from './passing-over-unknown.ts';

/**
 * On-balance volume of Granville:
 *
 *     out[i] = out[i−1] + sign( close[i] − close[i−1] ) · volume[i]
 *
 * The first bar, which has no direction, is 0, as on TradingView (`ta.obv`). TA-Lib and vectorbt start with the first
 * volume, and vectorbt takes an unchanged close for a rise (`obv_two_way`). Bars whose close or volume is unknown are
 * passed over.
 */
export const obv: KernelDefinition = {
  warmup: () => 0,
  create: () => passingOverUnknown(new OnBalance()),
};

class OnBalance implements Recursion {
  #close = Number.NaN;
  #balance = 0;

  advance(inputs: readonly Float64Array[], [output]: readonly Float64Array[], from: number, to: number): void {
    const [close, volume] = inputs as readonly [Float64Array, Float64Array];
    const out = output!;
    let before = this.#close;
    let balance = this.#balance;
    for (let i = from; i < to; i++) {
      const now = close[i]!;
      // A comparison with the NaN before the first bar is false, so that bar counts for nothing.
      balance += (Number(now > before) - Number(now < before)) * volume[i]!;
      before = now;
      out[i] = balance;
    }
    this.#close = before;
    this.#balance = balance;
  }
}
