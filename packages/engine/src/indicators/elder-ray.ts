import { CLOSE, HIGH, LOW, minus, valueOf } from './compose.ts';
import type { CompositeDefinition } from './kernel.ts';

/**
 * Elder ray, how far a bar reaches beyond the average:
 *
 *     bull = high − ema(close, p)
 *     bear = low − ema(close, p)
 *
 * Source: TradingView built-in indicator "Bull Bear Power", which adds the two; Elder, Trading for a Living (1993).
 * First value on bar `p − 1`. Unknown bars are passed over, as in the averages.
 */
export const elderRay: CompositeDefinition<'bull' | 'bear'> = {
  define(_inputs, [period]) {
    const average = valueOf('ema', [CLOSE], [period!]);
    return { bull: minus(HIGH, average), bear: minus(LOW, average) };
  },
};
