import type { KernelDefinition } from './kernel.ts';
import { SlidingPair } from './sliding-pair.ts';

/**
 * Beta, the slope of the regression of `source` on `reference` over the last `period` bars:
 *
 *     out[i] = Σ (x[j]−μx)·(y[j]−μy) / Σ (y[j]−μy)²,   j = i−p+1 … i,   y the reference
 *
 * The beta of finance is that of returns: `beta(log_return(1), …, 20)`. Source: Sharpe, A Simplified Model for Portfolio
 * Analysis (1963). First value on bar `p − 1`. Unknown where the reference did not move, and an unknown bar of either
 * makes exactly the `p` windows that hold it unknown.
 */
export const beta: KernelDefinition = {
  warmup: ([period]) => period! - 1,
  create: ([period]) => new SlidingPair(period!, (_, yy, xy) => (yy === 0 ? Number.NaN : xy / yy)),
};
