import { number, times, valueOf } from './compose.ts';
import type { CompositeDefinition } from './kernel.ts';

/**
 * Historical volatility in percent a year:
 *
 *     out = 100·stdev( ln( x[i] / x[i−1] ), p )·√barsPerYear
 *
 * Source: TradingView built-in indicator "Historical Volatility", with its population deviation; `barsPerYear` is 365
 * for bars of a day, which are all the days of a market that never closes. First value on bar `p`. An unknown bar
 * makes the windows that hold it unknown. Prices must be above 0.
 */
export const historicalVolatility: CompositeDefinition<'value'> = {
  define([source], [period, barsPerYear]) {
    const deviation = valueOf('stdev', [valueOf('log_return', [source!], [1])], [period!]);
    return { value: times(deviation, number(100 * Math.sqrt(barsPerYear!))) };
  },
};
