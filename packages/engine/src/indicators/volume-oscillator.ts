import { minus, percent, valueOf, VOLUME } from './compose.ts';
import type { CompositeDefinition } from './kernel.ts';

/**
 * Volume oscillator in percent:
 *
 *     out = 100·( ema(volume, fast) − ema(volume, slow) ) / ema(volume, slow)
 *
 * Source: TradingView built-in indicator "Volume Oscillator". First value on bar `slow − 1`. Unknown bars are passed
 * over, as in the averages.
 */
export const volumeOscillator: CompositeDefinition<'value'> = {
  define(_inputs, [fast, slow]) {
    const average = valueOf('ema', [VOLUME], [slow!]);
    return { value: percent(minus(valueOf('ema', [VOLUME], [fast!]), average), average) };
  },
};
