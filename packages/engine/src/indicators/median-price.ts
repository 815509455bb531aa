import { dividedBy, HIGH, LOW, number, plus } from './compose.ts';
import type { CompositeDefinition } from './kernel.ts';

/**
 * Median price:
 *
 *     out = ( high + low ) / 2
 *
 * Source: TradingView `hl2`. First value on bar 0. Unknown where one of the prices is.
 */
export const medianPrice: CompositeDefinition<'value'> = {
  define() {
    return { value: dividedBy(plus(HIGH, LOW), number(2)) };
  },
};
