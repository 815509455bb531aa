import { CLOSE, dividedBy, HIGH, LOW, number, plus } from './compose.ts';
import type { CompositeDefinition } from './kernel.ts';

/**
 * Typical price:
 *
 *     out = ( high + low + close ) / 3
 *
 * Source: TradingView `hlc3`. First value on bar 0. Unknown where one of the prices is.
 */
export const typicalPrice: CompositeDefinition<'value'> = {
  define() {
    return { value: dividedBy(plus(plus(HIGH, LOW), CLOSE), number(3)) };
  },
};
