import { column, dividedBy, minus, number, times, valueOf } from './compose.ts';
import type { CompositeDefinition } from './kernel.ts';

/**
 * Stochastic oscillator of Lane, from 0 to 100:
 *
 *     raw = 100 · ( close − lowest(low, period) ) / ( highest(high, period) − lowest(low, period) )
 *     k = sma(raw, smoothK)
 *     d = sma(k, smoothD)
 *
 * Source: TradingView `ta.stoch` and its built-in indicator "Stoch". `k` starts on bar `period + smoothK − 2`, `d`
 * `smoothD − 1` bars later. Where the range is zero, `raw` is unknown, and so is every average that holds it.
 */
export const stochastic: CompositeDefinition<'k' | 'd'> = {
  define(_inputs, [period, smoothK, smoothD]) {
    const lowest = valueOf('lowest', [column('low')], [period!]);
    const highest = valueOf('highest', [column('high')], [period!]);
    const raw = times(number(100), dividedBy(minus(column('close'), lowest), minus(highest, lowest)));
    const k = valueOf('sma', [raw], [smoothK!]);
    return { k, d: valueOf('sma', [k], [smoothD!]) };
  },
};
