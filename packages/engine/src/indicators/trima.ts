import { valueOf } from './compose.ts';
import type { CompositeDefinition } from './kernel.ts';

/**
 * Triangular moving average, whose weights rise to the middle of the window and fall again:
 *
 *     out = sma( sma(source, ⌈p/2⌉), ⌊p/2⌋ + 1 )
 *
 * Source: TA-Lib `TRIMA`. First value on bar `p − 1`. An unknown bar makes the windows that hold it unknown.
 */
export const trima: CompositeDefinition<'value'> = {
  define([source], [period]) {
    const inner = valueOf('sma', [source!], [Math.ceil(period! / 2)]);
    return { value: valueOf('sma', [inner], [Math.floor(period! / 2) + 1]) };
  },
};
