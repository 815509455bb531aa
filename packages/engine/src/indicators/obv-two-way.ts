import type { KernelDefinition } from './kernel.ts';
import { passingOverUnknown, type Recursion } from './passing-over-unknown.ts';

/**
 * On-balance volume that knows two directions only:
 *
 *     out[i] = out[i−1] − volume[i]   if close[i] < close[i−1]
 *     out[i] = out[i−1] + volume[i]   otherwise
 *
 * An unchanged close counts as a rise, and so does the first bar. Source: vectorbt 1.1 `OBV`, to the bit. It exists to repeat
 * results that were computed this way; prefer `obv`, which counts nothing where the price did not move. First value on bar 0.
 * Bars whose close or volume is unknown are passed over.
 */
export const obvTwoWay: KernelDefinition = {
  warmup: () => 0,
  create: () => passingOverUnknown(new TwoWayBalance()),
};

class TwoWayBalance implements Recursion {
  #close = Number.NEGATIVE_INFINITY;
  #balance = 0;

  advance(inputs: readonly Float64Array[], [output]: readonly Float64Array[], from: number, to: number): void {
    const [close, volume] = inputs as readonly [Float64Array, Float64Array];
    const out = output!;
    let before = this.#close;
    let balance = this.#balance;
    for (let i = from; i < to; i++) {
      const now = close[i]!;
      balance += (1 - 2 * Number(now < before)) * volume[i]!;
      before = now;
      out[i] = balance;
    }
    this.#close = before;
    this.#balance = balance;
  }
}
