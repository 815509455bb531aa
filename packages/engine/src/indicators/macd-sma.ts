import { minus, valueOf } from './compose.ts';
import type { CompositeDefinition } from './kernel.ts';

/**
 * Convergence and divergence of simple moving averages:
 *
 *     line = sma(source, fast) − sma(source, slow)
 *     signal = sma(line, signal)
 *     histogram = line − signal
 *
 * Source: vectorbt `MACD`, to the bit as `macd_running`; `macd` is Appel's, of exponential averages. The line starts on
 * bar `slow − 1`, the signal and the histogram `signal − 1` bars later. An unknown bar makes the windows that hold it
 * unknown.
 */
export const macdSma: CompositeDefinition<'line' | 'signal' | 'histogram'> = {
  define([source], [fast, slow, signalPeriod]) {
    const line = minus(valueOf('sma', [source!], [fast!]), valueOf('sma', [source!], [slow!]));
    const signal = valueOf('sma', [line], [signalPeriod!]);
    return { line, signal, histogram: minus(line, signal) };
  },
};
