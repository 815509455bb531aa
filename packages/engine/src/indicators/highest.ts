import type { KernelDefinition } from './kernel.ts';
import { slidingExtreme } from './sliding-extreme.ts';

/**
 * Highest value of the last `period` bars, this one included:
 *
 *     out[i] = max( x[i−p+1], …, x[i] )
 *
 * Source: TradingView `ta.highest`. First value on bar `p − 1`. An unknown bar makes exactly the `p` windows that hold
 * it unknown.
 */
export const highest: KernelDefinition = {
  warmup: ([period]) => period! - 1,
  create: ([period]) => slidingExtreme(period!, 1),
};
