import { BarsSinceExtreme } from './bars-since-extreme.ts';
import type { KernelDefinition } from './kernel.ts';

/**
 * Bars since the highest value of the last `period` bars; 0 if it is this bar, and of equal ones the newest counts:
 *
 *     out[i] = the smallest k with x[i−k] the largest of x[i−p+1], …, x[i]
 *
 * Source: TradingView `ta.highestbars`, without its minus sign. First value on bar `p − 1`. An unknown bar makes exactly
 * the `p` windows that hold it unknown.
 */
export const barsSinceHighest: KernelDefinition = {
  warmup: ([period]) => period! - 1,
  create: ([period]) => new BarsSinceExtreme(period!, 1),
};
