import { dividedBy, minus, outputOf } from './compose.ts';
import type { CompositeDefinition } from './kernel.ts';

/**
 * Bollinger %b: 0 on the lower band, 1 on the upper one:
 *
 *     out = ( source − lower ) / ( upper − lower )
 *
 * Source: TradingView built-in indicator "Bollinger Bands %b"; Bollinger, Bollinger on Bollinger Bands (2001). First
 * value on bar `p − 1`. Unknown where the bands touch. An unknown bar makes the windows that hold it unknown.
 */
export const bollingerPercentB: CompositeDefinition<'value'> = {
  define([source], [period, deviations]) {
    const band = (side: string) => outputOf('bollinger', side, [source!], [period!, deviations!]);
    return { value: dividedBy(minus(source!, band('lower')), minus(band('upper'), band('lower'))) };
  },
};
