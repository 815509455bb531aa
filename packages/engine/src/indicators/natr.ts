import { CLOSE, percent, valueOf } from './compose.ts';
import type { CompositeDefinition } from './kernel.ts';

/**
 * Average true range in percent of the close:
 *
 *     out = 100·atr(p) / close
 *
 * Source: TA-Lib `NATR`. First value on bar `p − 1`. Bars whose high, low or close is unknown are passed over.
 */
export const natr: CompositeDefinition<'value'> = {
  define(_inputs, [period]) {
    return { value: percent(valueOf('atr', [], [period!]), CLOSE) };
  },
};
