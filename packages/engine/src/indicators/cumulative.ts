import type { KernelDefinition } from './kernel.ts';
import { passingOverUnknown, type Recursion } from './passing-over-unknown.ts';

/**
 * Sum of all bars so far:
 *
 *     out[i] = out[i−1] + x[i]
 *
 * Source: TradingView `ta.cum`. First value on bar 0. Unknown bars are passed over. It depends on where the history
 * begins: compare it with itself, not with a level.
 */
export const cumulative: KernelDefinition = {
  warmup: () => 0,
  create: () => passingOverUnknown(new RunningTotal()),
};

class RunningTotal implements Recursion {
  #total = 0;

  advance([input]: readonly Float64Array[], [output]: readonly Float64Array[], from: number, to: number): void {
    let total = this.#total;
    for (let i = from; i < to; i++) {
      total += input![i]!;
      output![i] = total;
    }
    this.#total = total;
  }
}
