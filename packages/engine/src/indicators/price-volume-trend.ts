import { barsAgo, changeOf, CLOSE, dividedBy, times, valueOf, VOLUME } from './compose.ts';
import type { CompositeDefinition } from './kernel.ts';

/**
 * Price volume trend:
 *
 *     out[i] = out[i−1] + volume[i]·( close[i] − close[i−1] ) / close[i−1]
 *
 * Source: TradingView `ta.pvt`. First value on bar 1. A bar is unknown and passed over where it or the one before it
 * is.
 */
export const priceVolumeTrend: CompositeDefinition<'value'> = {
  define() {
    const change = dividedBy(changeOf(CLOSE), barsAgo(1, CLOSE));
    return { value: valueOf('cumulative', [times(change, VOLUME)], []) };
  },
};
