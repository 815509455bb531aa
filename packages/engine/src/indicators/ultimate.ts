import { barsAgo, CLOSE, dividedBy, HIGH, larger, LOW, minus, number, plus, smaller, sumOf, times } from './compose.ts';
import type { CompositeDefinition } from './kernel.ts';

/**
 * Ultimate oscillator of Williams, from 0 to 100:
 *
 *     out = 100·( 4·share(short) + 2·share(medium) + share(long) ) / 7
 *     share(p) = sum( close − min(low, close[1]), p ) / sum( max(high, close[1]) − min(low, close[1]), p )
 *
 * Source: TradingView built-in indicator "Ultimate Oscillator"; Williams, Stocks & Commodities 3:4 (1985). First value
 * on the bar of the longest period. Unknown where there was no range in one of the windows. An unknown bar makes the
 * windows that hold it unknown.
 */
export const ultimate: CompositeDefinition<'value'> = {
  define(_inputs, [short, medium, long]) {
    const before = barsAgo(1, CLOSE);
    const bottom = smaller(LOW, before);
    const pressure = minus(CLOSE, bottom);
    const range = minus(larger(HIGH, before), bottom);
    const share = (period: number) => dividedBy(sumOf(pressure, period), sumOf(range, period));
    const total = plus(plus(times(number(4), share(short!)), times(number(2), share(medium!))), share(long!));
    return { value: times(number(100 / 7), total) };
  },
};
