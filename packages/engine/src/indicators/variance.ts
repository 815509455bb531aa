import { times, valueOf } from './compose.ts';
import type { CompositeDefinition } from './kernel.ts';

/**
 * Population variance of the last bars:
 *
 *     out[i] = Σ (x[j] − μ)² / p,   j = i−p+1 … i
 *
 * Source: TradingView `ta.variance`. First value on bar `p − 1`. An unknown bar makes the windows that hold it
 * unknown.
 */
export const variance: CompositeDefinition<'value'> = {
  define([source], [period]) {
    const deviation = valueOf('stdev', [source!], [period!]);
    return { value: times(deviation, deviation) };
  },
};
