import { CLOSE, dividedBy, HIGH, LOW, number, OPEN, plus } from './compose.ts';
import type { CompositeDefinition } from './kernel.ts';

/**
 * Average price:
 *
 *     out = ( open + high + low + close ) / 4
 *
 * Source: TradingView `ohlc4`. First value on bar 0. Unknown where one of the prices is.
 */
export const averagePrice: CompositeDefinition<'value'> = {
  define() {
    return { value: dividedBy(plus(plus(OPEN, HIGH), plus(LOW, CLOSE)), number(4)) };
  },
};
