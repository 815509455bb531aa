import { extremeOfTwo } from './extreme-of-two.ts';
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
  create: () => extremeOfTwo(-1),
};
