import { CLOSE, dividedBy, HIGH, LOW, number, plus, times } from './compose.ts';
import type { CompositeDefinition } from './kernel.ts';

/**
 * Weighted close:
 *
 *     out = ( high + low + 2·close ) / 4
 *
 * Source: TradingView `hlcc4`. First value on bar 0. Unknown where one of the prices is.
 */
export const weightedClose: CompositeDefinition<'value'> = {
  define() {
    return { value: dividedBy(plus(plus(HIGH, LOW), times(number(2), CLOSE)), number(4)) };
  },
};
