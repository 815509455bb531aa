import { minus, number, plus, times, valueOf } from './compose.ts';
import type { CompositeDefinition } from './kernel.ts';

/**
 * Keltner channels:
 *
 *     middle = ema(source, p)
 *     upper, lower = middle ± factor·atr(atrPeriod)
 *
 * Source: TradingView built-in indicator "Keltner Channels"; StockCharts ChartSchool. First value on bar `p − 1` for
 * the middle, for the bands on the later of that and `atrPeriod − 1`. Unknown bars are passed over, as in the
 * averages.
 */
export const keltner: CompositeDefinition<'middle' | 'upper' | 'lower'> = {
  define([source], [period, factor, atrPeriod]) {
    const middle = valueOf('ema', [source!], [period!]);
    const width = times(valueOf('atr', [], [atrPeriod!]), number(factor!));
    return { middle, upper: plus(middle, width), lower: minus(middle, width) };
  },
};
