import type { KernelDefinition } from './kernel.ts';
import { SlidingPair } from './sliding-pair.ts';

/**
 * Correlation of Pearson between two series over the last `period` bars, from −1 to 1:
 *
 *     out[i] = Σ (x[j]−μx)·(y[j]−μy) / √( Σ (x[j]−μx)² · Σ (y[j]−μy)² ),   j = i−p+1 … i
 *
 * Source: TradingView `ta.correlation`. First value on bar `p − 1`. Unknown where one of the series did not move in the
 * window, and an unknown bar of either makes exactly the `p` windows that hold it unknown.
 */
export const correlation: KernelDefinition = {
  warmup: ([period]) => period! - 1,
  create: ([period]) =>
    new SlidingPair(period!, (xx, yy, xy) => (xx === 0 || yy === 0 ? Number.NaN : xy / Math.sqrt(xx) / Math.sqrt(yy))),
};
