import { absolute, changeOf, dividedBy, sumOf, valueOf } from './compose.ts';
import type { CompositeDefinition } from './kernel.ts';

/**
 * Efficiency ratio of Kaufman, from 0 for noise to 1 for a straight way:
 *
 *     out[i] = |x[i] − x[i−p]| / ( |x[i] − x[i−1]| + … + |x[i−p+1] − x[i−p]| )
 *
 * Source: Kaufman, Smarter Trading (1995). First value on bar `p`. Unknown where nothing moved in the window. An
 * unknown bar makes the windows that hold it unknown.
 */
export const efficiencyRatio: CompositeDefinition<'value'> = {
  define([source], [period]) {
    return { value: dividedBy(absolute(valueOf('momentum', [source!], [period!])), sumOf(absolute(changeOf(source!)), period!)) };
  },
};
