import { changeOf, larger, minus, number, valueOf } from './compose.ts';
import type { CompositeDefinition } from './kernel.ts';

/**
 * Relative strength index of simple averages that are differences of running sums, from 0 to 100:
 *
 *     out = 100 − 100 / ( 1 + gain / loss )
 *     gain = sma_running( max(change, 0), p ),   loss = sma_running( max(−change, 0), p )
 *
 * Source: vectorbt 1.1 `RSI`, to the bit. It exists to repeat results that were computed this way; prefer `rsi_sma`, whose
 * rounding error does not grow with the series, or `rsi`, which is Wilder's. First value on bar `p`. Unknown where the price
 * did not move in the window. An unknown bar makes the windows that hold it unknown.
 */
export const rsiRunning: CompositeDefinition<'value'> = {
  define([source], [period]) {
    const change = changeOf(source!);
    const gain = valueOf('sma_running', [larger(change, number(0))], [period!]);
    const loss = valueOf('sma_running', [larger(minus(number(0), change), number(0))], [period!]);
    return { value: valueOf('rsi_of', [gain, loss], []) };
  },
};
