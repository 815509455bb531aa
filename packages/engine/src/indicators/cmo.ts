import { changeOf, larger, minus, number, percent, plus, sumOf } from './compose.ts';
import type { CompositeDefinition } from './kernel.ts';

/**
 * Chande momentum oscillator, from −100 to 100:
 *
 *     out = 100·( rises − falls ) / ( rises + falls ),   rises = sum( max(change, 0), p ),   falls = sum( max(−change, 0), p )
 *
 * Source: TradingView `ta.cmo`; Chande and Kroll, The New Technical Trader (1994). First value on bar `p`. Unknown
 * where nothing moved in the window. An unknown bar makes the windows that hold it unknown.
 */
export const cmo: CompositeDefinition<'value'> = {
  define([source], [period]) {
    const change = changeOf(source!);
    const rises = sumOf(larger(change, number(0)), period!);
    const falls = sumOf(larger(minus(number(0), change), number(0)), period!);
    return { value: percent(minus(rises, falls), plus(rises, falls)) };
  },
};
