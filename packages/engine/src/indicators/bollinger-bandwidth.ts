import { minus, outputOf, percent } from './compose.ts';
import type { CompositeDefinition } from './kernel.ts';

/**
 * Bollinger bandwidth in percent:
 *
 *     out = 100·( upper − lower ) / middle
 *
 * Source: TradingView built-in indicator "Bollinger BandWidth"; Bollinger, Bollinger on Bollinger Bands (2001). First
 * value on bar `p − 1`. An unknown bar makes the windows that hold it unknown.
 */
export const bollingerBandwidth: CompositeDefinition<'value'> = {
  define([source], [period, deviations]) {
    const band = (side: string) => outputOf('bollinger', side, [source!], [period!, deviations!]);
    return { value: percent(minus(band('upper'), band('lower')), band('middle')) };
  },
};
