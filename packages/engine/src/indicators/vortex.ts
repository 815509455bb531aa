import type { Expression } from '@wick/core';
import { absolute, barsAgo, dividedBy, HIGH, LOW, minus, sumOf, TRUE_RANGE } from './compose.ts';
import type { CompositeDefinition } from './kernel.ts';

/**
 * Vortex indicator:
 *
 *     plus = sum( |high − low[1]|, p ) / sum( true_range, p )
 *     minus = sum( |low − high[1]|, p ) / sum( true_range, p )
 *
 * Source: TradingView built-in indicator "Vortex Indicator"; Botes and Siepman, Stocks & Commodities 28:1 (2010).
 * First value on bar `p`. Unknown where there was no range in the window. An unknown bar makes the windows that hold
 * it unknown.
 */
export const vortex: CompositeDefinition<'plus' | 'minus'> = {
  define(_inputs, [period]) {
    const range = sumOf(TRUE_RANGE, period!);
    const share = (from: Expression, to: Expression) => dividedBy(sumOf(absolute(minus(from, barsAgo(1, to))), period!), range);
    return { plus: share(HIGH, LOW), minus: share(LOW, HIGH) };
  },
};
