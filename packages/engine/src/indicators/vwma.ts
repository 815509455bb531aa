import { dividedBy, times, valueOf, VOLUME } from './compose.ts';
import type { CompositeDefinition } from './kernel.ts';

/**
 * Volume-weighted moving average:
 *
 *     out = sma(source·volume, p) / sma(volume, p)
 *
 * Source: TradingView `ta.vwma`. First value on bar `p − 1`. Unknown where nothing was traded in the window. An
 * unknown bar makes the windows that hold it unknown.
 */
export const vwma: CompositeDefinition<'value'> = {
  define([source], [period]) {
    const weighted = valueOf('sma', [times(source!, VOLUME)], [period!]);
    return { value: dividedBy(weighted, valueOf('sma', [VOLUME], [period!])) };
  },
};
