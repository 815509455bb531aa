import { factor, type IndicatorSignature, ofRange, ofSource, period } from '../signature.ts';

const bands = ['middle', 'upper', 'lower'] as const;

/** How much a price moves, and bands made of it. */
export const VOLATILITY = {
  true_range: { title: 'True range', ...ofRange, parameters: [] },
  atr: { title: 'Average true range (Wilder)', ...ofRange, parameters: [period(14)] },
  atr_ema: { title: 'Average true range, exponential', ...ofRange, parameters: [period(14)] },
  natr: { title: 'Average true range, in percent of the close', ...ofRange, parameters: [period(14)] },
  bollinger: { title: 'Bollinger bands', ...ofSource, parameters: [period(20), factor('deviations', 2)], outputs: bands },
  bollinger_running: {
    title: 'Bollinger bands from running sums, as in vectorbt',
    ...ofSource,
    parameters: [period(20), factor('deviations', 2)],
    outputs: bands,
  },
  bollinger_percent_b: { title: 'Bollinger %b', ...ofSource, parameters: [period(20, 2), factor('deviations', 2, 0.1)] },
  bollinger_bandwidth: { title: 'Bollinger bandwidth, in percent', ...ofSource, parameters: [period(20), factor('deviations', 2)] },
  keltner: {
    title: 'Keltner channels',
    ...ofRange,
    inputs: ofSource.inputs,
    parameters: [period(20), factor('factor', 2), period(10, 1, 'atrPeriod')],
    outputs: bands,
  },
  donchian: { title: 'Donchian channels', inputs: [], reads: ['high', 'low'], parameters: [period(20)], outputs: bands },
  historical_volatility: {
    title: 'Historical volatility, in percent a year',
    ...ofSource,
    parameters: [period(10), factor('barsPerYear', 365, 1, 31_536_000)],
  },
  choppiness: { title: 'Choppiness index', ...ofRange, parameters: [period(14, 2)] },
  mass_index: { title: 'Mass index', inputs: [], reads: ['high', 'low'], parameters: [period(10), period(9, 1, 'emaPeriod')], outputs: ['value'] },
} as const satisfies Record<string, IndicatorSignature>;
