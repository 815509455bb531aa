import type { KernelDefinition } from './kernel.ts';

/**
 * Natural logarithm:
 *
 *     out[i] = ln( x[i] )
 *
 * Source: TradingView `math.log`. First value on bar 0. Unknown where the bar is, and for numbers that are not above 0.
 */
export const log: KernelDefinition = {
  warmup: () => 0,
  create: () => ({
    process([input], [output], length) {
      for (let i = 0; i < length; i++) {
        output![i] = input![i]! > 0 ? Math.log(input![i]!) : Number.NaN;
      }
    },
  }),
};
