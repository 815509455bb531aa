import { minus, valueOf } from './compose.ts';
import type { CompositeDefinition } from './kernel.ts';

/**
 * Absolute price oscillator:
 *
 *     out = ema(source, fast) − ema(source, slow)
 *
 * Source: TA-Lib `APO` with exponential averages. First value on bar `slow − 1`. Unknown bars are passed over, as in
 * the averages.
 */
export const apo: CompositeDefinition<'value'> = {
  define([source], [fast, slow]) {
    return { value: minus(valueOf('ema', [source!], [fast!]), valueOf('ema', [source!], [slow!])) };
  },
};
