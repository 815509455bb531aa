import { ExponentialAverage } from './exponential-average.ts';
import type { KernelDefinition } from './kernel.ts';

/**
 * Moving average of Wilder, also called smoothed:
 *
 *     out[i] = out[i−1] + ( x[i] − out[i−1] ) / p
 *
 * started with the simple mean of the first `p` known bars. Source: TradingView `ta.rma`; Wilder, New Concepts in
 * Technical Trading Systems (1978). First value on bar `p − 1`. Unknown bars are passed over.
 */
export const rma: KernelDefinition = {
  warmup: ([period]) => period! - 1,
  create: ([period]) => new ExponentialAverage(period!, 1 / period!),
};
