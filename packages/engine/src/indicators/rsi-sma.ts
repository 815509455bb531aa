import { changeOf, larger, minus, number, percent, plus, valueOf } from './compose.ts';
import type { CompositeDefinition } from './kernel.ts';

/**
 * Relative strength index with simple averages, from 0 to 100:
 *
 *     out = 100·gain / ( gain + loss ),   gain = sma( max(change, 0), p ),   loss = sma( max(−change, 0), p )
 *
 * Source: vectorbt `RSI`, to the bit as `rsi_running`; Cutler's RSI. `rsi` is Wilder's. First value on bar `p`. Unknown
 * where the price did not move in the window. An unknown bar makes the windows that hold it unknown.
 */
export const rsiSma: CompositeDefinition<'value'> = {
  define([source], [period]) {
    const change = changeOf(source!);
    const gain = valueOf('sma', [larger(change, number(0))], [period!]);
    const loss = valueOf('sma', [larger(minus(number(0), change), number(0))], [period!]);
    return { value: percent(gain, plus(gain, loss)) };
  },
};
