import { TYPICAL_PRICE, valueOf } from './compose.ts';
import type { CompositeDefinition } from './kernel.ts';

/**
 * Volume-weighted average price of the last bars:
 *
 *     out = sum(hlc3·volume, p) / sum(volume, p)
 *
 * Source: TradingView's "Rolling VWAP", with a window of bars instead of time; the usual VWAP restarts with each
 * session, which a market that never closes does not have. First value on bar `p − 1`. Unknown where nothing was
 * traded in the window. An unknown bar makes the windows that hold it unknown.
 */
export const rollingVwap: CompositeDefinition<'value'> = {
  define(_inputs, [period]) {
    return { value: valueOf('vwma', [TYPICAL_PRICE], [period!]) };
  },
};
