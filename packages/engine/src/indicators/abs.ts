import type { KernelDefinition } from './kernel.ts';

/**
 * Absolute value:
 *
 *     out[i] = |x[i]|
 *
 * Source: TradingView `math.abs`. First value on bar 0. Unknown where the bar is.
 */
export const abs: KernelDefinition = {
  warmup: () => 0,
  create: () => ({
    process([input], [output], length) {
      for (let i = 0; i < length; i++) {
        output![i] = Math.abs(input![i]!);
      }
    },
  }),
};
