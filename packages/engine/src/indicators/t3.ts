import { minus, number, times, valueOf } from './compose.ts';
import type { CompositeDefinition } from './kernel.ts';

/**
 * T3 moving average of Tillson, a generalized double average applied three times:
 *
 *     out = gd( gd( gd(source) ) ),   gd(x) = ema(x, p)·(1 + v) − ema( ema(x, p), p )·v
 *
 * Source: Tillson, Smoothing Techniques for More Accurate Signals, Stocks & Commodities 16:1 (1998). First value on
 * bar `6·(p − 1)`. Unknown bars are passed over, as in the averages.
 */
export const t3: CompositeDefinition<'value'> = {
  define([source], [period, volumeFactor]) {
    let value = source!;
    for (let pass = 0; pass < 3; pass++) {
      const once = valueOf('ema', [value], [period!]);
      const twice = valueOf('ema', [once], [period!]);
      value = minus(times(once, number(1 + volumeFactor!)), times(twice, number(volumeFactor!)));
    }
    return { value };
  },
};
