import { minus, number, plus, times, valueOf } from './compose.ts';
import type { CompositeDefinition } from './kernel.ts';

/**
 * Triple exponential moving average:
 *
 *     out = 3·e1 − 3·e2 + e3,   e1 = ema(source, p),  e2 = ema(e1, p),  e3 = ema(e2, p)
 *
 * Source: TradingView built-in indicator "TEMA"; Mulloy, Stocks & Commodities 12:1 (1994). First value on bar `3·(p −
 * 1)`. Unknown bars are passed over, as in the averages.
 */
export const tema: CompositeDefinition<'value'> = {
  define([source], [period]) {
    const once = valueOf('ema', [source!], [period!]);
    const twice = valueOf('ema', [once], [period!]);
    return { value: plus(times(number(3), minus(once, twice)), valueOf('ema', [twice], [period!])) };
  },
};
