import { METRICS, type MetricName, type Metrics } from '@wick/core';
import { numberToText, shareToText } from './number-to-text.ts';
import { durationToText } from './time-to-text.ts';

export const METRIC_NAMES = Object.keys(METRICS) as MetricName[];

/** Shares for which a plus would say nothing: they cannot be negative. */
const UNSIGNED: ReadonlySet<MetricName> = new Set(['winRate', 'exposure', 'annualVolatility']);

/** The value of a metric in its unit, or a dash where it is not defined. */
export function metricToText(metrics: Metrics, name: MetricName): string {
  const value = metrics[name];
  switch (METRICS[name].unit) {
    case 'share':
      return UNSIGNED.has(name) ? shareToText(value).replace('+', '') : shareToText(value);
    case 'ratio':
      return numberToText(value, 2);
    case 'count':
      return numberToText(value, 0);
    case 'quote':
      return numberToText(value, 2);
    case 'ms':
      return durationToText(value);
  }
}

/** Which way a metric speaks for a strategy, where its sign says so. */
export function toneOfMetric(metrics: Metrics, name: MetricName): 'good' | 'bad' | 'neutral' {
  const value = metrics[name];
  if (value === null || !['totalReturn', 'cagr', 'sharpe', 'sortino', 'calmar', 'maxDrawdown'].includes(name)) return 'neutral';
  if (value === 0) return 'neutral';
  return value > 0 ? 'good' : 'bad';
}
