import { minus, valueOf } from './compose.ts';
import type { CompositeDefinition } from './kernel.ts';

/**
 * Convergence and divergence of simple moving averages that are differences of running sums:
 *
 *     line = sma_running(source, fast) − sma_running(source, slow)
 *     signal = sma_running(line, signal)
 *     histogram = line − signal
 *
 * Source: vectorbt 1.1 `MACD`, to the bit. It exists to repeat results that were computed this way; prefer `macd_sma`, whose
 * rounding error does not grow with the series, or `macd`, which is Appel's. The line starts on bar `slow − 1`, the signal
 * and the histogram `signal − 1` bars later. An unknown bar makes the windows that hold it unknown.
 */
export const macdRunning: CompositeDefinition<'line' | 'signal' | 'histogram'> = {
  define([source], [fast, slow, signalPeriod]) {
    const line = minus(valueOf('sma_running', [source!], [fast!]), valueOf('sma_running', [source!], [slow!]));
    const signal = valueOf('sma_running', [line], [signalPeriod!]);
    return { line, signal, histogram: minus(line, signal) };
  },
};
