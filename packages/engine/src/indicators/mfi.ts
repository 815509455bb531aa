import { changeOf, larger, minus, number, percent, plus, sumOf, times, TYPICAL_PRICE, valueOf, VOLUME } from './compose.ts';
import type { CompositeDefinition } from './kernel.ts';

/**
 * Money flow index, from 0 to 100: a relative strength index of the money that was traded:
 *
 *     out = 100·in / ( in + out )
 *     in, out = sum( hlc3·volume of the bars whose hlc3 rose, or fell, p )
 *
 * Source: TradingView `ta.mfi` of hlc3; Quong and Soudack, Stocks & Commodities 7:3 (1989). First value on bar `p`.
 * Unknown where no money moved in the window. An unknown bar makes the windows that hold it unknown.
 */
export const mfi: CompositeDefinition<'value'> = {
  define(_inputs, [period]) {
    const direction = valueOf('sign', [changeOf(TYPICAL_PRICE)], []);
    const money = times(TYPICAL_PRICE, VOLUME);
    const rising = sumOf(times(larger(direction, number(0)), money), period!);
    const falling = sumOf(times(larger(minus(number(0), direction), number(0)), money), period!);
    return { value: percent(rising, plus(rising, falling)) };
  },
};
