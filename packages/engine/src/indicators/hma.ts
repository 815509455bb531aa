import { minus, number, times, valueOf } from './compose.ts';
import type { CompositeDefinition } from './kernel.ts';

/**
 * Hull moving average:
 *
 *     out = wma( 2·wma(source, p/2) − wma(source, p), √p )
 *
 * Half the period is rounded down, to 1 at least, and its root to the nearest. Source: TradingView `ta.hma`; Hull,
 * Hull Moving Average (2005). First value on bar `p + round(√p) − 2`. An unknown bar makes the windows that hold it
 * unknown.
 */
export const hma: CompositeDefinition<'value'> = {
  define([source], [period]) {
    const half = Math.max(1, Math.floor(period! / 2));
    const ahead = minus(times(number(2), valueOf('wma', [source!], [half])), valueOf('wma', [source!], [period!]));
    return { value: valueOf('wma', [ahead], [Math.round(Math.sqrt(period!))]) };
  },
};
