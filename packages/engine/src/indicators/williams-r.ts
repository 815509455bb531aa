import { CLOSE, HIGH, LOW, minus, percent, valueOf } from './compose.ts';
import type { CompositeDefinition } from './kernel.ts';

/**
 * Williams %R, from −100 to 0:
 *
 *     out = 100·( close − highest(high, p) ) / ( highest(high, p) − lowest(low, p) )
 *
 * Source: TradingView `ta.wpr`; Williams, How I Made One Million Dollars (1973). First value on bar `p − 1`. Unknown
 * where the range is zero. An unknown bar makes the windows that hold it unknown.
 */
export const williamsR: CompositeDefinition<'value'> = {
  define(_inputs, [period]) {
    const highest = valueOf('highest', [HIGH], [period!]);
    return { value: percent(minus(CLOSE, highest), minus(highest, valueOf('lowest', [LOW], [period!]))) };
  },
};
