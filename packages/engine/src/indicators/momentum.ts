import { barsAgo, minus } from './compose.ts';
import type { CompositeDefinition } from './kernel.ts';

/**
 * Momentum:
 *
 *     out[i] = x[i] − x[i−p]
 *
 * Source: TradingView `ta.mom`. First value on bar `p`. Unknown where one of the two bars is.
 */
export const momentum: CompositeDefinition<'value'> = {
  define([source], [period]) {
    return { value: minus(source!, barsAgo(period!, source!)) };
  },
};
