import { HIGH, LOW, minus, number, plus, times, valueOf } from './compose.ts';
import type { CompositeDefinition } from './kernel.ts';

/**
 * Chandelier exit of LeBeau, a stop that hangs from the extreme:
 *
 *     long = highest(high, p) − factor·atr(p)
 *     short = lowest(low, p) + factor·atr(p)
 *
 * Source: StockCharts ChartSchool, "Chandelier Exit". First value on bar `p − 1`. Unknown where the window or the
 * average is.
 */
export const chandelier: CompositeDefinition<'long' | 'short'> = {
  define(_inputs, [period, factor]) {
    const distance = times(valueOf('atr', [], [period!]), number(factor!));
    return {
      long: minus(valueOf('highest', [HIGH], [period!]), distance),
      short: plus(valueOf('lowest', [LOW], [period!]), distance),
    };
  },
};
