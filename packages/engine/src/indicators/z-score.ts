import { dividedBy, minus, valueOf } from './compose.ts';
import type { CompositeDefinition } from './kernel.ts';

/**
 * Standard score: how many deviations from the mean:
 *
 *     out = ( source − sma(source, p) ) / stdev(source, p)
 *
 * Source: Wikipedia, "Standard score", with the population deviation. First value on bar `p − 1`. Unknown where
 * nothing moved in the window. An unknown bar makes the windows that hold it unknown.
 */
export const zScore: CompositeDefinition<'value'> = {
  define([source], [period]) {
    return { value: dividedBy(minus(source!, valueOf('sma', [source!], [period!])), valueOf('stdev', [source!], [period!])) };
  },
};
