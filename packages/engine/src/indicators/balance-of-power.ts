import { CLOSE, dividedBy, HIGH, LOW, minus, OPEN } from './compose.ts';
import type { CompositeDefinition } from './kernel.ts';

/**
 * Balance of power of Livshin, from −1 to 1:
 *
 *     out = ( close − open ) / ( high − low )
 *
 * Source: TradingView built-in indicator "Balance of Power". First value on bar 0. Unknown where the range is zero or
 * a price is unknown.
 */
export const balanceOfPower: CompositeDefinition<'value'> = {
  define() {
    return { value: dividedBy(minus(CLOSE, OPEN), minus(HIGH, LOW)) };
  },
};
