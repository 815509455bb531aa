import { minus, valueOf } from './compose.ts';
import type { CompositeDefinition } from './kernel.ts';

/**
 * Chaikin oscillator:
 *
 *     out = ema( accumulation_distribution, fast ) − ema( accumulation_distribution, slow )
 *
 * Source: TradingView built-in indicator "Chaikin Oscillator". First value on bar `slow − 1`. Unknown bars are passed
 * over, as in the averages.
 */
export const chaikinOscillator: CompositeDefinition<'value'> = {
  define(_inputs, [fast, slow]) {
    const line = valueOf('accumulation_distribution', [], []);
    return { value: minus(valueOf('ema', [line], [fast!]), valueOf('ema', [line], [slow!])) };
  },
};
