import { factor, type IndicatorSignature, period, source } from './signature.ts';

const ohlc = { inputs: [], reads: ['high', 'low', 'close'] } as const;

/**
 * Every indicator a strategy can name. Names, defaults and argument order follow TradingView's where it has the
 * indicator. The formula of each stands beside its kernel in `packages/engine/src/indicators`.
 */
export const INDICATORS = {
  sma: { title: 'Simple moving average', inputs: [source()], reads: [], parameters: [period(20)], outputs: ['value'] },
  ema: { title: 'Exponential moving average', inputs: [source()], reads: [], parameters: [period(20)], outputs: ['value'] },
  rsi: { title: 'Relative strength index (Wilder)', inputs: [source()], reads: [], parameters: [period(14)], outputs: ['value'] },
  macd: {
    title: 'Moving average convergence divergence',
    inputs: [source()],
    reads: [],
    parameters: [period(12, 1, 'fast'), period(26, 1, 'slow'), period(9, 1, 'signal')],
    outputs: ['line', 'signal', 'histogram'],
  },
  bollinger: {
    title: 'Bollinger bands',
    inputs: [source()],
    reads: [],
    parameters: [period(20), factor('deviations', 2)],
    outputs: ['middle', 'upper', 'lower'],
  },
  atr: { title: 'Average true range (Wilder)', ...ohlc, parameters: [period(14)], outputs: ['value'] },
  stochastic: {
    title: 'Stochastic oscillator',
    ...ohlc,
    parameters: [period(14), period(3, 1, 'smoothK'), period(3, 1, 'smoothD')],
    outputs: ['k', 'd'],
  },
  obv: { title: 'On-balance volume', inputs: [], reads: ['close', 'volume'], parameters: [], outputs: ['value'] },
  highest: { title: 'Highest value of the last bars', inputs: [source('high')], reads: [], parameters: [period(20)], outputs: ['value'] },
  lowest: { title: 'Lowest value of the last bars', inputs: [source('low')], reads: [], parameters: [period(20)], outputs: ['value'] },
  stdev: { title: 'Standard deviation (population)', inputs: [source()], reads: [], parameters: [period(20)], outputs: ['value'] },
  roc: { title: 'Rate of change, in percent', inputs: [source()], reads: [], parameters: [period(9)], outputs: ['value'] },
} as const satisfies Record<string, IndicatorSignature>;

export type IndicatorName = keyof typeof INDICATORS;

export const INDICATOR_NAMES = Object.keys(INDICATORS) as IndicatorName[];

export const isIndicatorName = (name: string): name is IndicatorName => Object.hasOwn(INDICATORS, name);

export const signatureOf = (name: IndicatorName): IndicatorSignature => INDICATORS[name];
