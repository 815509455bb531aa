import type { Expression } from '@wick/core';
import { absolute, changeOf, percent, valueOf } from './compose.ts';
import type { CompositeDefinition } from './kernel.ts';

/**
 * True strength index of Blau, from −100 to 100:
 *
 *     line = 100·twice( change ) / twice( |change| ),   twice(x) = ema( ema(x, long), short )
 *     signal = ema(line, signal)
 *
 * Source: TradingView built-in indicator "True Strength Index"; Blau, Momentum, Direction, and Divergence (1995). The
 * line starts on bar `long + short − 1`, the signal `signal − 1` bars later. Unknown as long as the price has never
 * moved. Unknown bars are passed over, as in the averages.
 */
export const tsi: CompositeDefinition<'line' | 'signal'> = {
  define([source], [long, short, signalPeriod]) {
    const change = changeOf(source!);
    const twice = (series: Expression) => valueOf('ema', [valueOf('ema', [series], [long!])], [short!]);
    const line = percent(twice(change), twice(absolute(change)));
    return { line, signal: valueOf('ema', [line], [signalPeriod!]) };
  },
};
