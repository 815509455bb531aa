import { dividedBy, HIGH, LOW, minus, number, sumOf, times, TRUE_RANGE, valueOf } from './compose.ts';
import type { CompositeDefinition } from './kernel.ts';

/**
 * Choppiness index of Dreiss, from 0 for a trend to 100 for none:
 *
 *     out = 100·ln( sum(true_range, p) / ( highest(high, p) − lowest(low, p) ) ) / ln(p)
 *
 * Source: TradingView built-in indicator "Choppiness Index". First value on bar `p − 1`. Unknown where the range is
 * zero. An unknown bar makes the windows that hold it unknown.
 */
export const choppiness: CompositeDefinition<'value'> = {
  define(_inputs, [period]) {
    const range = minus(valueOf('highest', [HIGH], [period!]), valueOf('lowest', [LOW], [period!]));
    const ratio = dividedBy(sumOf(TRUE_RANGE, period!), range);
    return { value: times(number(100 / Math.log(period!)), valueOf('log', [ratio], [])) };
  },
};
