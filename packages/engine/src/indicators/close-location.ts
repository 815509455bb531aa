import type { KernelDefinition } from './kernel.ts';

/**
 * Place of the close in the range of its bar, from −1 at the low to 1 at the high; also called money flow multiplier:
 *
 *     out[i] = ( (close − low) − (high − close) ) / ( high − low )
 *
 * Source: StockCharts ChartSchool, "Accumulation Distribution Line". First value on bar 0. A bar without a range is 0.
 * Unknown where one of the three is.
 */
export const closeLocation: KernelDefinition = {
  warmup: () => 0,
  create: () => ({
    process([high, low, close], [output], length) {
      for (let i = 0; i < length; i++) {
        const range = high![i]! - low![i]!;
        const excess = close![i]! - low![i]! - (high![i]! - close![i]!);
        output![i] = range === 0 && !Number.isNaN(excess) ? 0 : excess / range;
      }
    },
  }),
};
