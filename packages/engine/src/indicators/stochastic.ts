import { CLOSE, HIGH, LOW, valueOf } from './compose.ts';
import type { CompositeDefinition } from './kernel.ts';

/**
 * Stochastic oscillator of Lane, from 0 to 100:
 *
 *     raw = 100·( close − lowest(low, period) ) / ( highest(high, period) − lowest(low, period) )
 *     k = sma(raw, smoothK)
 *     d = sma(k, smoothD)
 *
 * Source: TradingView `ta.stoch` and its built-in indicator "Stoch". `k` starts on bar `period + smoothK − 2`, `d`
 * `smoothD − 1` bars later. Where the range is zero, `raw` is unknown, and so is every average that holds it.
 */
export const stochastic: CompositeDefinition<'k' | 'd'> = {
  define(_inputs, [period, smoothK, smoothD]) {
    const raw = valueOf('stochastic_raw', [CLOSE, HIGH, LOW], [period!]);
    const k = valueOf('sma', [raw], [smoothK!]);
    return { k, d: valueOf('sma', [k], [smoothD!]) };
  },
};
