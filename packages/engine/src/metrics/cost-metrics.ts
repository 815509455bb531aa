import type { Fill, Metrics } from '@wick/core';
import { finite } from './finite.ts';

/** Exposure = bars that end in a position / bars (null without bars). Fees and slippage are summed over every fill, in order. */
export function activityMetrics(
  fills: readonly Fill[],
  barsInPosition: number,
  bars: number,
): Pick<Metrics, 'exposure' | 'feesPaid' | 'slippagePaid'> {
  let feesPaid = 0;
  let slippagePaid = 0;
  for (const fill of fills) {
    feesPaid += fill.fee;
    slippagePaid += fill.slippage;
  }
  return { exposure: finite(barsInPosition / bars), feesPaid, slippagePaid };
}
