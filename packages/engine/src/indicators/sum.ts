import { number, times, valueOf } from './compose.ts';
import type { CompositeDefinition } from './kernel.ts';

/**
 * Sum of the last bars:
 *
 *     out[i] = x[i−p+1] + … + x[i]
 *
 * as the mean times the period, so that it shares its work with `sma`. Source: TradingView `math.sum`. First value on
 * bar `p − 1`. An unknown bar makes the windows that hold it unknown.
 */
export const sum: CompositeDefinition<'value'> = {
  define([source], [period]) {
    return { value: times(valueOf('sma', [source!], [period!]), number(period!)) };
  },
};
