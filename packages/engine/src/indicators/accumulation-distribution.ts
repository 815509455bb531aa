import { times, valueOf, VOLUME } from './compose.ts';
import type { CompositeDefinition } from './kernel.ts';

/**
 * Accumulation and distribution of Chaikin:
 *
 *     out[i] = out[i−1] + volume[i]·close_location[i]
 *
 * Source: TradingView `ta.accdist`; StockCharts ChartSchool, "Accumulation Distribution Line". First value on bar 0.
 * Bars of which a price or the volume is unknown are passed over.
 */
export const accumulationDistribution: CompositeDefinition<'value'> = {
  define() {
    return { value: valueOf('cumulative', [times(valueOf('close_location', [], []), VOLUME)], []) };
  },
};
