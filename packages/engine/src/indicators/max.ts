import { extremeOfTwo } from './extreme-of-two.ts';
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
  create: () => extremeOfTwo(1),
};
