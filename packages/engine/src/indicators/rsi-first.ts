import { changeOf, larger, minus, number, valueOf } from './compose.ts';
import type { CompositeDefinition } from './kernel.ts';

/**
 * Relative strength index of exponential averages that start with the first change, from 0 to 100:
 *
 *     out = 100 − 100 / ( 1 + gain / loss )
 *     gain = ema_first( max(change, 0), p ),   loss = ema_first( max(−change, 0), p )
 *
 * Source: vectorbt 1.1 `RSI` with `ewm=True`, to the bit. It exists to repeat results that were computed this way; prefer
 * `rsi`, which is Wilder's: this one forgets about twice as fast for the same period. First value on bar `p`. Unknown until
 * the price has moved. Changes to and from an unknown bar are passed over.
 */
export const rsiFirst: CompositeDefinition<'value'> = {
  define([source], [period]) {
    const change = changeOf(source!);
    const gain = valueOf('ema_first', [larger(change, number(0))], [period!]);
    const loss = valueOf('ema_first', [larger(minus(number(0), change), number(0))], [period!]);
    return { value: valueOf('rsi_of', [gain, loss], []) };
  },
};
