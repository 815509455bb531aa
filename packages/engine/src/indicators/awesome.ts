import { MEDIAN_PRICE, minus, valueOf } from './compose.ts';
import type { CompositeDefinition } from './kernel.ts';

/**
 * Awesome oscillator of Williams:
 *
 *     out = sma(hl2, fast) − sma(hl2, slow)
 *
 * Source: TradingView built-in indicator "Awesome Oscillator"; Williams, New Trading Dimensions (1998). First value on
 * bar `slow − 1`. An unknown bar makes the windows that hold it unknown.
 */
export const awesome: CompositeDefinition<'value'> = {
  define(_inputs, [fast, slow]) {
    return { value: minus(valueOf('sma', [MEDIAN_PRICE], [fast!]), valueOf('sma', [MEDIAN_PRICE], [slow!])) };
  },
};
