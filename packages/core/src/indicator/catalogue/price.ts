import { type IndicatorSignature, ofRange, ofSource, period, source } from '../signature.ts';

const ofTwo = { inputs: [source(), source('open', 'other')], reads: [], outputs: ['value'], parameters: [] } as const;
const ohlc = ['open', 'high', 'low', 'close'] as const;

/** Other views of a bar, and the arithmetic that other indicators are made of. */
export const PRICE = {
  typical_price: { title: 'Typical price (hlc3)', ...ofRange, parameters: [] },
  median_price: { title: 'Median price (hl2)', ...ofRange, reads: ['high', 'low'], parameters: [] },
  weighted_close: { title: 'Weighted close (hlcc4)', ...ofRange, parameters: [] },
  average_price: { title: 'Average price (ohlc4)', inputs: [], reads: ohlc, parameters: [], outputs: ['value'] },
  heikin_ashi: { title: 'Heikin-Ashi candle', inputs: [], reads: ohlc, parameters: [], outputs: ['close', 'open', 'high', 'low'] },
  close_location: { title: 'Place of the close in the range of its bar', ...ofRange, parameters: [] },
  log_return: { title: 'Logarithmic return', ...ofSource, parameters: [period(1)] },
  log: { title: 'Natural logarithm', ...ofSource, parameters: [] },
  abs: { title: 'Absolute value', ...ofSource, parameters: [] },
  sign: { title: 'Sign: −1, 0 or 1', ...ofSource, parameters: [] },
  max: { title: 'Larger of two values', ...ofTwo },
  min: { title: 'Smaller of two values', ...ofTwo },
} as const satisfies Record<string, IndicatorSignature>;
