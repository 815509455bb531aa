import { outputOf, valueOf } from './compose.ts';
import type { CompositeDefinition } from './kernel.ts';

/**
 * Average directional index of Wilder, from 0 to 100: how strong a trend is, whichever its direction:
 *
 *     out = rma( dmi(p).dx, smoothing )
 *
 * Source: TradingView `ta.dmi`; Wilder, New Concepts in Technical Trading Systems (1978), section IV. First value on
 * bar `p + smoothing − 1`. Unknown bars are passed over, as in the averages.
 */
export const adx: CompositeDefinition<'value'> = {
  define(_inputs, [period, smoothing]) {
    return { value: valueOf('rma', [outputOf('dmi', 'dx', [], [period!])], [smoothing!]) };
  },
};
