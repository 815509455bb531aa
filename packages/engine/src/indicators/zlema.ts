import { barsAgo, minus, plus, valueOf } from './compose.ts';
import type { CompositeDefinition } from './kernel.ts';

/**
 * Zero-lag exponential moving average:
 *
 *     out = ema( source + (source − source[lag]), p ),   lag = ⌊(p − 1)/2⌋
 *
 * Source: Ehlers and Way, Zero Lag (Well, Almost), Stocks & Commodities 28:12 (2010). First value on bar `p − 1 +
 * lag`. Unknown bars are passed over, as in the averages.
 */
export const zlema: CompositeDefinition<'value'> = {
  define([source], [period]) {
    const before = barsAgo(Math.floor((period! - 1) / 2), source!);
    return { value: valueOf('ema', [plus(source!, minus(source!, before))], [period!]) };
  },
};
