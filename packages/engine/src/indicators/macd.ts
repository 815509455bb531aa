import { minus, valueOf } from './compose.ts';
import type { CompositeDefinition } from './kernel.ts';

/**
 * Moving average convergence divergence of Appel:
 *
 *     line = ema(source, fast) − ema(source, slow)
 *     signal = ema(line, signal)
 *     histogram = line − signal
 *
 * Source: TradingView `ta.macd`. The line starts on bar `slow − 1`, the signal and the histogram `signal − 1` bars
 * later. Unknown bars are passed over, as in the averages.
 */
export const macd: CompositeDefinition<'line' | 'signal' | 'histogram'> = {
  define([source], [fast, slow, signalPeriod]) {
    const line = minus(valueOf('ema', [source!], [fast!]), valueOf('ema', [source!], [slow!]));
    const signal = valueOf('ema', [line], [signalPeriod!]);
    return { line, signal, histogram: minus(line, signal) };
  },
};
