import { barsAgo, minus, valueOf } from './compose.ts';
import type { CompositeDefinition } from './kernel.ts';

/**
 * Detrended price oscillator:
 *
 *     out[i] = x[i] − sma(source, p)[i − (⌊p/2⌋ + 1)]
 *
 * Source: TradingView built-in indicator "Detrended Price Oscillator", not centred: a centred one would compare a
 * price with an average of later bars. First value on bar `p + ⌊p/2⌋`. An unknown bar makes the windows that hold it
 * unknown.
 */
export const dpo: CompositeDefinition<'value'> = {
  define([source], [period]) {
    return { value: minus(source!, barsAgo(Math.floor(period! / 2) + 1, valueOf('sma', [source!], [period!]))) };
  },
};
