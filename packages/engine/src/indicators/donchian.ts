import { dividedBy, HIGH, LOW, number, plus, valueOf } from './compose.ts';
import type { CompositeDefinition } from './kernel.ts';

/**
 * Donchian channels:
 *
 *     upper = highest(high, p)
 *     lower = lowest(low, p)
 *     middle = ( upper + lower ) / 2
 *
 * Source: TradingView built-in indicator "Donchian Channels". The current bar counts. First value on bar `p − 1`. An
 * unknown bar makes the windows that hold it unknown.
 */
export const donchian: CompositeDefinition<'middle' | 'upper' | 'lower'> = {
  define(_inputs, [period]) {
    const upper = valueOf('highest', [HIGH], [period!]);
    const lower = valueOf('lowest', [LOW], [period!]);
    return { middle: dividedBy(plus(upper, lower), number(2)), upper, lower };
  },
};
