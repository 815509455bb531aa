import { dividedBy, minus, number, times, valueOf } from './compose.ts';
import type { CompositeDefinition } from './kernel.ts';

/**
 * Linear regression of the last bars by least squares, its slope a bar:
 *
 *     out = 6·( wma(source, p) − sma(source, p) ) / ( p − 1 )
 *
 * Source: TA-Lib `LINEARREG_SLOPE`. First value on bar `p − 1`. An unknown bar makes the windows that hold it unknown.
 */
export const linregSlope: CompositeDefinition<'value'> = {
  define([source], [period]) {
    const lead = minus(valueOf('wma', [source!], [period!]), valueOf('sma', [source!], [period!]));
    return { value: dividedBy(times(number(6), lead), number(period! - 1)) };
  },
};
