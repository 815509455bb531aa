import { minus, number, plus, times, valueOf } from './compose.ts';
import type { CompositeDefinition } from './kernel.ts';

/**
 * Bollinger bands:
 *
 *     middle = sma(source, period)
 *     upper, lower = middle ± deviations · stdev(source, period)
 *
 * with the population deviation. Source: TradingView `ta.bb`; Bollinger, Bollinger on Bollinger Bands (2001). First
 * value on bar `period − 1`. An unknown bar makes exactly the `period` windows that hold it unknown.
 */
export const bollinger: CompositeDefinition<'middle' | 'upper' | 'lower'> = {
  define([source], [period, deviations]) {
    const middle = valueOf('sma', [source!], [period!]);
    const width = times(valueOf('stdev', [source!], [period!]), number(deviations!));
    return { middle, upper: plus(middle, width), lower: minus(middle, width) };
  },
};
