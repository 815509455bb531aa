import { type IndicatorSignature, ofRange, ofSource, period, source } from '../signature.ts';

const fastAndSlow = (fast: number, slow: number) => [period(fast, 1, 'fast'), period(slow, 1, 'slow')] as const;
const shorterFirst = ['fast', 'slow'] as const;
const lineSignalHistogram = ['line', 'signal', 'histogram'] as const;

/** How fast a price moves, and how far it has gone. */
export const MOMENTUM = {
  rsi: { title: 'Relative strength index (Wilder)', ...ofSource, parameters: [period(14)] },
  rsi_sma: { title: 'Relative strength index of simple averages', ...ofSource, parameters: [period(14)] },
  rsi_running: { title: 'Relative strength index from running sums, as in vectorbt', ...ofSource, parameters: [period(14)] },
  rsi_first: {
    title: 'Relative strength index of averages started with the first change, as in vectorbt',
    ...ofSource,
    parameters: [period(14)],
  },
  rsi_of: {
    title: 'Relative strength index of an average gain and loss',
    ...ofSource,
    inputs: [source('close', 'gain'), source('open', 'loss')],
    parameters: [],
  },
  stoch_rsi: {
    title: 'Stochastic of the relative strength index',
    ...ofSource,
    parameters: [period(3, 1, 'smoothK'), period(3, 1, 'smoothD'), period(14, 2, 'rsiPeriod'), period(14, 2, 'stochasticPeriod')],
    outputs: ['k', 'd'],
  },
  macd: {
    title: 'Moving average convergence divergence',
    ...ofSource,
    parameters: [...fastAndSlow(12, 26), period(9, 1, 'signal')],
    shorterFirst,
    outputs: lineSignalHistogram,
  },
  macd_sma: {
    title: 'Convergence and divergence of simple moving averages',
    ...ofSource,
    parameters: [...fastAndSlow(12, 26), period(9, 1, 'signal')],
    shorterFirst,
    outputs: lineSignalHistogram,
  },
  macd_running: {
    title: 'Convergence and divergence of averages from running sums, as in vectorbt',
    ...ofSource,
    parameters: [...fastAndSlow(12, 26), period(9, 1, 'signal')],
    shorterFirst,
    outputs: lineSignalHistogram,
  },
  macd_first: {
    title: 'Moving average convergence divergence started with the first value, as in vectorbt',
    ...ofSource,
    parameters: [...fastAndSlow(12, 26), period(9, 1, 'signal')],
    shorterFirst,
    outputs: lineSignalHistogram,
  },
  ppo: {
    title: 'Percentage price oscillator',
    ...ofSource,
    parameters: [...fastAndSlow(12, 26), period(9, 1, 'signal')],
    shorterFirst,
    outputs: lineSignalHistogram,
  },
  apo: { title: 'Absolute price oscillator', ...ofSource, parameters: fastAndSlow(12, 26), shorterFirst },
  stochastic: {
    title: 'Stochastic oscillator',
    ...ofRange,
    parameters: [period(14), period(3, 1, 'smoothK'), period(3, 1, 'smoothD')],
    outputs: ['k', 'd'],
  },
  stochastic_raw: {
    title: 'Raw stochastic, the place of a value in the range of the last bars',
    inputs: [source(), source('high', 'high'), source('low', 'low')],
    reads: [],
    parameters: [period(14)],
    outputs: ['value'],
  },
  williams_r: { title: 'Williams %R', ...ofRange, parameters: [period(14)] },
  cci: { title: 'Commodity channel index', ...ofRange, parameters: [period(20, 2)] },
  roc: { title: 'Rate of change, in percent', ...ofSource, parameters: [period(9)] },
  momentum: { title: 'Momentum, the difference to an earlier bar', ...ofSource, parameters: [period(10)] },
  awesome: { title: 'Awesome oscillator', inputs: [], reads: ['high', 'low'], parameters: fastAndSlow(5, 34), shorterFirst, outputs: ['value'] },
  ultimate: {
    title: 'Ultimate oscillator',
    ...ofRange,
    parameters: [period(7, 1, 'short'), period(14, 1, 'medium'), period(28, 1, 'long')],
  },
  trix: { title: 'TRIX, change of a triple exponential average', ...ofSource, parameters: [period(18)] },
  cmo: { title: 'Chande momentum oscillator', ...ofSource, parameters: [period(9)] },
  dpo: { title: 'Detrended price oscillator', ...ofSource, parameters: [period(21)] },
  kst: {
    title: 'Know sure thing',
    ...ofSource,
    parameters: [
      period(10, 1, 'roc1'), period(15, 1, 'roc2'), period(20, 1, 'roc3'), period(30, 1, 'roc4'),
      period(10, 1, 'sma1'), period(10, 1, 'sma2'), period(10, 1, 'sma3'), period(15, 1, 'sma4'),
      period(9, 1, 'signal'),
    ],
    outputs: ['line', 'signal'],
  },
  tsi: {
    title: 'True strength index',
    ...ofSource,
    parameters: [period(25, 1, 'long'), period(13, 1, 'short'), period(13, 1, 'signal')],
    outputs: ['line', 'signal'],
  },
  coppock: {
    title: 'Coppock curve',
    ...ofSource,
    parameters: [period(10), period(14, 1, 'longRoc'), period(11, 1, 'shortRoc')],
  },
  fisher: { title: 'Fisher transform', inputs: [], reads: ['high', 'low'], parameters: [period(9)], outputs: ['value'] },
  elder_ray: { title: 'Elder ray', ...ofRange, parameters: [period(13)], outputs: ['bull', 'bear'] },
  balance_of_power: { title: 'Balance of power', inputs: [], reads: ['open', 'high', 'low', 'close'], parameters: [], outputs: ['value'] },
  efficiency_ratio: { title: 'Efficiency ratio of Kaufman', ...ofSource, parameters: [period(10)] },
} as const satisfies Record<string, IndicatorSignature>;
