import { changeOf, dividedBy, HIGH, LOW, MEDIAN_PRICE, minus, number, times, valueOf, VOLUME } from './compose.ts';
import type { CompositeDefinition } from './kernel.ts';

/**
 * Ease of movement of Arms:
 *
 *     out = sma( divisor·( hl2[i] − hl2[i−1] )·( high − low ) / volume, p )
 *
 * Source: TradingView built-in indicator "Ease of Movement". First value on bar `p`. A bar without volume is unknown.
 * An unknown bar makes the windows that hold it unknown.
 */
export const easeOfMovement: CompositeDefinition<'value'> = {
  define(_inputs, [period, divisor]) {
    const ease = dividedBy(times(changeOf(MEDIAN_PRICE), minus(HIGH, LOW)), VOLUME);
    return { value: valueOf('sma', [times(number(divisor!), ease)], [period!]) };
  },
};
