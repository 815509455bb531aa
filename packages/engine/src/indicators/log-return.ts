import { barsAgo, dividedBy, valueOf } from './compose.ts';
import type { CompositeDefinition } from './kernel.ts';

/**
 * Logarithmic return:
 *
 *     out[i] = ln( x[i] / x[i−p] )
 *
 * Source: Wikipedia, "Rate of return". First value on bar `p`. Unknown where one of the two bars is, and where their
 * ratio is not above 0.
 */
export const logReturn: CompositeDefinition<'value'> = {
  define([source], [period]) {
    return { value: valueOf('log', [dividedBy(source!, barsAgo(period!, source!))], []) };
  },
};
