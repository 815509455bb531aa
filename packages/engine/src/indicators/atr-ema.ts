import { TRUE_RANGE, valueOf } from './compose.ts';
import type { CompositeDefinition } from './kernel.ts';

/**
 * Average true range with an exponential average:
 *
 *     out = ema( true_range, p )
 *
 * Source: vectorbt `ATR` with `ewm=True`, after the bars that its other start needs to be forgotten; from the first bar
 * and to the bit that is `ema_first(true_range(), p)`. `atr` is Wilder's. First value on bar `p − 1`. Unknown bars are
 * passed over, as in the averages.
 */
export const atrEma: CompositeDefinition<'value'> = {
  define(_inputs, [period]) {
    return { value: valueOf('ema', [TRUE_RANGE], [period!]) };
  },
};
