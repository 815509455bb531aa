import { number, plus, times, valueOf } from './compose.ts';
import type { CompositeDefinition } from './kernel.ts';

/**
 * Know sure thing of Pring:
 *
 *     line = 1·s1 + 2·s2 + 3·s3 + 4·s4,   sk = sma( roc(source, rock), smak )
 *     signal = sma(line, signal)
 *
 * Source: TradingView built-in indicator "Know Sure Thing"; Pring, Summed Rate of Change, Stocks & Commodities 10:9
 * (1992). The line starts on the last of the bars `rock + smak − 1`, the signal `signal − 1` bars later. An unknown
 * bar makes the windows that hold it unknown.
 */
export const kst: CompositeDefinition<'line' | 'signal'> = {
  define([source], [roc1, roc2, roc3, roc4, sma1, sma2, sma3, sma4, signalPeriod]) {
    const smoothed = (rocPeriod: number, smaPeriod: number) => valueOf('sma', [valueOf('roc', [source!], [rocPeriod])], [smaPeriod]);
    const first = plus(smoothed(roc1!, sma1!), times(number(2), smoothed(roc2!, sma2!)));
    const second = plus(times(number(3), smoothed(roc3!, sma3!)), times(number(4), smoothed(roc4!, sma4!)));
    const line = plus(first, second);
    return { line, signal: valueOf('sma', [line], [signalPeriod!]) };
  },
};
