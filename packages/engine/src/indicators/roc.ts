import { barsAgo, dividedBy, minus, number, times } from './compose.ts';
import type { CompositeDefinition } from './kernel.ts';

/**
 * Rate of change, in percent:
 *
 *     out[i] = 100 · ( x[i] − x[i−p] ) / x[i−p]
 *
 * Source: TradingView `ta.roc`. First value on bar `p`. Unknown where one of the two bars is, or where the earlier one
 * is 0.
 */
export const roc: CompositeDefinition<'value'> = {
  define([source], [period]) {
    const before = barsAgo(period!, source!);
    return { value: times(number(100), dividedBy(minus(source!, before), before)) };
  },
};
