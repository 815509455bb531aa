import { changeOf, number, times, valueOf } from './compose.ts';
import type { CompositeDefinition } from './kernel.ts';

/**
 * TRIX of Hutson, how fast a triple exponential average of the logarithm changes:
 *
 *     out = 10,000 · ( e[i] − e[i−1] ),   e = ema( ema( ema( ln(source), p ), p ), p )
 *
 * Source: TradingView built-in indicator "TRIX". First value on bar `3·(p − 1) + 1`. Unknown bars are passed over, as
 * in the averages. Prices must be above 0.
 */
export const trix: CompositeDefinition<'value'> = {
  define([source], [period]) {
    const once = valueOf('ema', [valueOf('log', [source!], [])], [period!]);
    const thrice = valueOf('ema', [valueOf('ema', [once], [period!])], [period!]);
    return { value: times(number(10_000), changeOf(thrice)) };
  },
};
