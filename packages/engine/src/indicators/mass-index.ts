import { dividedBy, HIGH, LOW, minus, sumOf, valueOf } from './compose.ts';
import type { CompositeDefinition } from './kernel.ts';

/**
 * Mass index of Dorsey:
 *
 *     out = sum( ema(high − low, e) / ema( ema(high − low, e), e ), p )
 *
 * where e is the period of the averages. Source: TradingView built-in indicator "Mass Index"; Dorsey, Stocks &
 * Commodities 10:6 (1992), with a sum of 25 bars. First value on bar `p + 2·e − 3`. An unknown bar makes the windows
 * that hold it unknown.
 */
export const massIndex: CompositeDefinition<'value'> = {
  define(_inputs, [period, emaPeriod]) {
    const once = valueOf('ema', [minus(HIGH, LOW)], [emaPeriod!]);
    return { value: sumOf(dividedBy(once, valueOf('ema', [once], [emaPeriod!])), period!) };
  },
};
