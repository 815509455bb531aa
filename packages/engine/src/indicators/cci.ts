import { dividedBy, minus, number, times, TYPICAL_PRICE, valueOf } from './compose.ts';
import type { CompositeDefinition } from './kernel.ts';

/**
 * Commodity channel index of Lambert:
 *
 *     out = ( hlc3 − sma(hlc3, p) ) / ( 0.015·mean_deviation(hlc3, p) )
 *
 * Source: TradingView `ta.cci`; Lambert, Commodities (October 1980). First value on bar `p − 1`. Unknown where the
 * typical price did not move in the window. An unknown bar makes the windows that hold it unknown.
 */
export const cci: CompositeDefinition<'value'> = {
  define(_inputs, [period]) {
    const distance = minus(TYPICAL_PRICE, valueOf('sma', [TYPICAL_PRICE], [period!]));
    return { value: dividedBy(distance, times(number(0.015), valueOf('mean_deviation', [TYPICAL_PRICE], [period!]))) };
  },
};
