import { ExponentialAverage } from './exponential-average.ts';
import type { KernelDefinition } from './kernel.ts';

/**
 * Exponential moving average:
 *
 *     out[i] = out[i−1] + α·( x[i] − out[i−1] ),   α = 2 / (p + 1)
 *
 * started with the simple mean of the first `p` known bars. Source: TradingView `ta.ema`. First value on bar `p − 1`.
 * Unknown bars are passed over. In this form the average of equal prices is exactly that price.
 */
export const ema: KernelDefinition = {
  warmup: ([period]) => period! - 1,
  create: ([period]) => new ExponentialAverage(period!, 2 / (period! + 1)),
};
