import { minus, percent, valueOf } from './compose.ts';
import type { CompositeDefinition } from './kernel.ts';

/**
 * Percentage price oscillator:
 *
 *     line = 100·( ema(source, fast) − ema(source, slow) ) / ema(source, slow)
 *     signal = ema(line, signal)
 *     histogram = line − signal
 *
 * Source: StockCharts ChartSchool, "Percentage Price Oscillator (PPO)". The line starts on bar `slow − 1`, the signal
 * and the histogram `signal − 1` bars later. Unknown bars are passed over, as in the averages.
 */
export const ppo: CompositeDefinition<'line' | 'signal' | 'histogram'> = {
  define([source], [fast, slow, signalPeriod]) {
    const slowAverage = valueOf('ema', [source!], [slow!]);
    const line = percent(minus(valueOf('ema', [source!], [fast!]), slowAverage), slowAverage);
    const signal = valueOf('ema', [line], [signalPeriod!]);
    return { line, signal, histogram: minus(line, signal) };
  },
};
