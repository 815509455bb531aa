import { changeOf, CLOSE, times, valueOf, VOLUME } from './compose.ts';
import type { CompositeDefinition } from './kernel.ts';

/**
 * Force index of Elder:
 *
 *     out = ema( ( close[i] − close[i−1] )·volume[i], p )
 *
 * Source: TradingView built-in indicator "Elder Force Index"; Elder, Trading for a Living (1993). First value on bar
 * `p`. Unknown bars are passed over, as in the averages.
 */
export const forceIndex: CompositeDefinition<'value'> = {
  define(_inputs, [period]) {
    return { value: valueOf('ema', [times(changeOf(CLOSE), VOLUME)], [period!]) };
  },
};
