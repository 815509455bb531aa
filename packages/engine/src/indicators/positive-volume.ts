import type { KernelDefinition } from './kernel.ts';
import { passingOverUnknown } from './passing-over-unknown.ts';
import { VolumeIndex } from './volume-index.ts';

/**
 * Positive volume index, which moves with the price on the bars whose volume rose:
 *
 *     out[i] = out[i−1] · close[i] / close[i−1] where the volume rose, else out[i−1]
 *
 * started from 1. Source: TradingView `ta.pvi`; Fosback, Stock Market Logic (1976). First value on bar 0. Bars whose
 * close or volume is unknown are passed over.
 */
export const positiveVolume: KernelDefinition = {
  warmup: () => 0,
  create: () => passingOverUnknown(new VolumeIndex(1)),
};
