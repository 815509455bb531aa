import { factor, type IndicatorSignature, ofRange, ofSource, period } from '../signature.ts';

/** Moving averages, and lines that follow a price. */
export const TREND = {
  sma: { title: 'Simple moving average', ...ofSource, parameters: [period(20)] },
  ema: { title: 'Exponential moving average', ...ofSource, parameters: [period(20)] },
  rma: { title: 'Moving average of Wilder (smoothed)', ...ofSource, parameters: [period(14)] },
  wma: { title: 'Weighted moving average', ...ofSource, parameters: [period(9)] },
  hma: { title: 'Hull moving average', ...ofSource, parameters: [period(9)] },
  dema: { title: 'Double exponential moving average', ...ofSource, parameters: [period(9)] },
  tema: { title: 'Triple exponential moving average', ...ofSource, parameters: [period(9)] },
  t3: { title: 'T3 moving average of Tillson', ...ofSource, parameters: [period(5), factor('volumeFactor', 0.7, 0, 1)] },
  trima: { title: 'Triangular moving average', ...ofSource, parameters: [period(20)] },
  zlema: { title: 'Zero-lag exponential moving average', ...ofSource, parameters: [period(20)] },
  kama: {
    title: 'Adaptive moving average of Kaufman',
    ...ofSource,
    parameters: [period(10), period(2, 1, 'fast'), period(30, 1, 'slow')],
    shorterFirst: ['fast', 'slow'],
  },
  alma: {
    title: 'Arnaud Legoux moving average',
    ...ofSource,
    parameters: [period(9), factor('offset', 0.85, 0, 1), factor('sigma', 6, 0.1, 100)],
  },
  vwma: { title: 'Volume-weighted moving average', ...ofSource, reads: ['volume'], parameters: [period(20)] },
  rolling_vwap: { title: 'Volume-weighted average price of the last bars', ...ofRange, reads: ['high', 'low', 'close', 'volume'], parameters: [period(20)] },
  linreg: { title: 'Linear regression, value at the last bar', ...ofSource, parameters: [period(9)] },
  linreg_slope: { title: 'Linear regression, slope a bar', ...ofSource, parameters: [period(9, 2)] },
  parabolic_sar: {
    title: 'Parabolic stop and reverse (Wilder)',
    ...ofRange,
    parameters: [factor('start', 0.02, 0.001, 1), factor('increment', 0.02, 0, 1), factor('maximum', 0.2, 0.001, 1)],
  },
  supertrend: {
    title: 'Supertrend',
    ...ofRange,
    parameters: [factor('factor', 3), period(10)],
    outputs: ['value', 'direction'],
  },
  ichimoku: {
    title: 'Ichimoku lines, as known on each bar',
    inputs: [],
    reads: ['high', 'low'],
    parameters: [period(9, 1, 'conversion'), period(26, 1, 'base'), period(52, 1, 'span')],
    outputs: ['conversion', 'base', 'spanA', 'spanB'],
  },
  chandelier: {
    title: 'Chandelier exit',
    ...ofRange,
    parameters: [period(22), factor('factor', 3)],
    outputs: ['long', 'short'],
  },
  dmi: {
    title: 'Directional movement (Wilder)',
    ...ofRange,
    parameters: [period(14)],
    outputs: ['plus', 'minus', 'dx'],
  },
  adx: { title: 'Average directional index (Wilder)', ...ofRange, parameters: [period(14), period(14, 1, 'smoothing')] },
  aroon: {
    title: 'Aroon',
    inputs: [],
    reads: ['high', 'low'],
    parameters: [period(14)],
    outputs: ['up', 'down', 'oscillator'],
  },
  vortex: { title: 'Vortex indicator', ...ofRange, parameters: [period(14)], outputs: ['plus', 'minus'] },
} as const satisfies Record<string, IndicatorSignature>;
