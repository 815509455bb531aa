import type { KernelDefinition } from './kernel.ts';

/**
 * Sign of a number, −1, 0 or 1:
 *
 *     out[i] = sign( x[i] )
 *
 * Source: TradingView `math.sign`. First value on bar 0. Unknown where the bar is.
 */
export const sign: KernelDefinition = {
  warmup: () => 0,
  create: () => ({
    process([input], [output], length) {
      for (let i = 0; i < length; i++) {
        output![i] = Math.sign(input![i]!);
      }
    },
  }),
};
