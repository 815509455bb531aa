import { valueOf } from './compose.ts';
import type { CompositeDefinition } from './kernel.ts';

/**
 * Stochastic of the relative strength index, from 0 to 100:
 *
 *     raw = 100·( r − lowest(r, s) ) / ( highest(r, s) − lowest(r, s) ),   r = rsi(source, rsiPeriod)
 *     k = sma(raw, smoothK)
 *     d = sma(k, smoothD)
 *
 * where s is the stochastic period. Source: TradingView built-in indicator "Stochastic RSI", whose order of parameters
 * this is; Chande and Kroll, The New Technical Trader (1994). `k` starts on bar `rsiPeriod + s + smoothK − 2`, `d`
 * `smoothD − 1` bars later. Where `r` stood still `raw` is unknown, and so is every average that holds it.
 */
export const stochRsi: CompositeDefinition<'k' | 'd'> = {
  define([source], [smoothK, smoothD, rsiPeriod, period]) {
    const strength = valueOf('rsi', [source!], [rsiPeriod!]);
    const raw = valueOf('stochastic_raw', [strength, strength, strength], [period!]);
    const k = valueOf('sma', [raw], [smoothK!]);
    return { k, d: valueOf('sma', [k], [smoothD!]) };
  },
};
