import type { KernelDefinition } from './kernel.ts';

/**
 * Larger of two values:
 *
 *     out[i] = max( x[i], y[i] )
 *
 * Source: TradingView `math.max`. First value on bar 0. Unknown where one of the two is.
 */
export const max: KernelDefinition = {
  warmup: () => 0,
  create: () => ({
    process([first, second], [output], length) {
      for (let i = 0; i < length; i++) {
        output![i] = Math.max(first![i]!, second![i]!);
      }
    },
  }),
};
