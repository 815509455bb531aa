import { dividedBy, sumOf, times, valueOf, VOLUME } from './compose.ts';
import type { CompositeDefinition } from './kernel.ts';

/**
 * Chaikin money flow, from −1 to 1:
 *
 *     out = sum( close_location·volume, p ) / sum( volume, p )
 *
 * Source: TradingView built-in indicator "Chaikin Money Flow"; StockCharts ChartSchool. First value on bar `p − 1`.
 * Unknown where nothing was traded in the window. An unknown bar makes the windows that hold it unknown.
 */
export const chaikinMoneyFlow: CompositeDefinition<'value'> = {
  define(_inputs, [period]) {
    const flow = times(valueOf('close_location', [], []), VOLUME);
    return { value: dividedBy(sumOf(flow, period!), sumOf(VOLUME, period!)) };
  },
};
