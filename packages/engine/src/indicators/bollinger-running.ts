import { minus, number, plus, times, valueOf } from './compose.ts';
import type { CompositeDefinition } from './kernel.ts';

/**
 * Bollinger bands from running sums:
 *
 *     middle = sma_running(source, period)
 *     upper, lower = middle ± deviations · stdev_running(source, period)
 *
 * Source: vectorbt 1.1 `BBANDS`, to the bit. It exists to repeat results that were computed this way; prefer `bollinger`,
 * whose rounding error does not grow with the series. First value on bar `period − 1`. An unknown bar makes exactly the
 * `period` windows that hold it unknown.
 */
export const bollingerRunning: CompositeDefinition<'middle' | 'upper' | 'lower'> = {
  define([source], [period, deviations]) {
    const middle = valueOf('sma_running', [source!], [period!]);
    const width = times(valueOf('stdev_running', [source!], [period!]), number(deviations!));
    return { middle, upper: plus(middle, width), lower: minus(middle, width) };
  },
};
