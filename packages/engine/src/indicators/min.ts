import type { KernelDefinition } from './kernel.ts';

/**
 * Smaller of two values:
 *
 *     out[i] = min( x[i], y[i] )
 *
 * Source: TradingView `math.min`. First value on bar 0. Unknown where one of the two is.
 */
export const min: KernelDefinition = {
  warmup: () => 0,
  create: () => ({
    process([first, second], [output], length) {
      for (let i = 0; i < length; i++) {
        output![i] = Math.min(first![i]!, second![i]!);
      }
    },
  }),
};
