import { minus, valueOf } from './compose.ts';
import type { CompositeDefinition } from './kernel.ts';

/**
 * Moving average convergence divergence of averages that start with the first value:
 *
 *     line = ema_first(source, fast) − ema_first(source, slow)
 *     signal = ema_first(line, signal)
 *     histogram = line − signal
 *
 * Source: vectorbt 1.1 `MACD` with `macd_ewm=True` and `signal_ewm=True`, to the bit. It exists to repeat results that were
 * computed this way; prefer `macd`, whose start does not hang on a single bar. The line starts on bar `slow − 1`, the signal
 * and the histogram `signal − 1` bars later. Unknown bars are passed over, as in the averages.
 */
export const macdFirst: CompositeDefinition<'line' | 'signal' | 'histogram'> = {
  define([source], [fast, slow, signalPeriod]) {
    const line = minus(valueOf('ema_first', [source!], [fast!]), valueOf('ema_first', [source!], [slow!]));
    const signal = valueOf('ema_first', [line], [signalPeriod!]);
    return { line, signal, histogram: minus(line, signal) };
  },
};
