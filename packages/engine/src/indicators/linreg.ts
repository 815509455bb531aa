import { minus, number, times, valueOf } from './compose.ts';
import type { CompositeDefinition } from './kernel.ts';

/**
 * Linear regression of the last bars by least squares, its value at the newest of them:
 *
 *     out = 3·wma(source, p) − 2·sma(source, p)
 *
 * which is intercept + slope·(p − 1). Source: TradingView `ta.linreg` with an offset of 0. First value on bar `p − 1`.
 * An unknown bar makes the windows that hold it unknown.
 */
export const linreg: CompositeDefinition<'value'> = {
  define([source], [period]) {
    return { value: minus(times(number(3), valueOf('wma', [source!], [period!])), times(number(2), valueOf('sma', [source!], [period!]))) };
  },
};
