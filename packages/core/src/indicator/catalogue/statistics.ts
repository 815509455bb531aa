import { type IndicatorSignature, ofSource, period, source } from '../signature.ts';

const ofTwo = { inputs: [source(), source('volume', 'reference')], reads: [], outputs: ['value'] } as const;

/** Figures of the last bars of any series, and of two. */
export const STATISTICS = {
  highest: { title: 'Highest value of the last bars', ...ofSource, inputs: [source('high')], parameters: [period(20)] },
  lowest: { title: 'Lowest value of the last bars', ...ofSource, inputs: [source('low')], parameters: [period(20)] },
  bars_since_highest: { title: 'Bars since the highest value of the last bars', ...ofSource, inputs: [source('high')], parameters: [period(20)] },
  bars_since_lowest: { title: 'Bars since the lowest value of the last bars', ...ofSource, inputs: [source('low')], parameters: [period(20)] },
  sum: { title: 'Sum of the last bars', ...ofSource, parameters: [period(20)] },
  cumulative: { title: 'Sum of all bars so far', ...ofSource, parameters: [] },
  median: { title: 'Median of the last bars', ...ofSource, parameters: [period(20)] },
  percent_rank: { title: 'Percent rank among the bars before', ...ofSource, parameters: [period(100)] },
  stdev: { title: 'Standard deviation (population)', ...ofSource, parameters: [period(20)] },
  stdev_running: { title: 'Standard deviation from running sums, as in vectorbt', ...ofSource, parameters: [period(20)] },
  variance: { title: 'Variance (population)', ...ofSource, parameters: [period(20)] },
  mean_deviation: { title: 'Mean absolute deviation', ...ofSource, parameters: [period(20)] },
  skewness: { title: 'Skewness (population)', ...ofSource, parameters: [period(20, 2)] },
  z_score: { title: 'Standard score', ...ofSource, parameters: [period(20, 2)] },
  correlation: { title: 'Correlation of two series', ...ofTwo, parameters: [period(20, 2)] },
  beta: { title: 'Beta, the slope of one series over another', ...ofTwo, parameters: [period(20, 2)] },
} as const satisfies Record<string, IndicatorSignature>;
