import { dividedBy, number, outputOf, plus } from './compose.ts';
import type { CompositeDefinition } from './kernel.ts';

/**
 * Ichimoku lines of Hosoda:
 *
 *     conversion, base = middle of highest(high) and lowest(low) over `conversion` and `base` bars
 *     spanA = ( conversion + base ) / 2
 *     spanB = middle of highest(high) and lowest(low) over `span` bars
 *
 * Source: TradingView built-in indicator "Ichimoku Cloud". A chart draws the spans 26 bars ahead and the close 26 bars
 * back. Here each is as known on its bar, never moved into the future: the cloud at a bar is `spanA[25]` and
 * `spanB[25]`. First values on bars `conversion − 1`, `base − 1`, the later of both, and `span − 1`. An unknown bar
 * makes the windows that hold it unknown.
 */
export const ichimoku: CompositeDefinition<'conversion' | 'base' | 'spanA' | 'spanB'> = {
  define(_inputs, [conversionPeriod, basePeriod, spanPeriod]) {
    const middle = (period: number) => outputOf('donchian', 'middle', [], [period]);
    const conversion = middle(conversionPeriod!);
    const base = middle(basePeriod!);
    return { conversion, base, spanA: dividedBy(plus(conversion, base), number(2)), spanB: middle(spanPeriod!) };
  },
};
