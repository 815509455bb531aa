import { valueOf } from './compose.ts';
import type { CompositeDefinition } from './kernel.ts';

/**
 * True range of Wilder:
 *
 *     out[i] = max( high[i], close[i−1] ) − min( low[i], close[i−1] )
 *
 * The first is high − low. Source: TradingView `ta.tr(true)`; Wilder, New Concepts in Technical Trading Systems
 * (1978). First value on bar 0. Bars whose high, low or close is unknown are passed over: the close before is the last
 * known one.
 */
export const trueRange: CompositeDefinition<'value'> = {
  define() {
    return { value: valueOf('atr', [], [1]) };
  },
};
