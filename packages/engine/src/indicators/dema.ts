import { minus, number, times, valueOf } from './compose.ts';
import type { CompositeDefinition } from './kernel.ts';

/**
 * Double exponential moving average:
 *
 *     out = 2·ema(source, p) − ema( ema(source, p), p )
 *
 * Source: TradingView built-in indicator "DEMA"; Mulloy, Stocks & Commodities 12:1 (1994). First value on bar `2·(p −
 * 1)`. Unknown bars are passed over, as in the averages.
 */
export const dema: CompositeDefinition<'value'> = {
  define([source], [period]) {
    const once = valueOf('ema', [source!], [period!]);
    return { value: minus(times(number(2), once), valueOf('ema', [once], [period!])) };
  },
};
