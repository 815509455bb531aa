import { METRIC_GROUPS, METRICS, type MetricGroup, type MetricName, type Metrics } from '@wick/core';
import { numberToText, shareToText } from './number-to-text.ts';
import { durationToText } from './time-to-text.ts';

export const METRIC_NAMES = Object.keys(METRICS) as MetricName[];

/** Those of a group in core's order, under its heading. */
export interface MetricSection {
  readonly heading: string;
  readonly names: readonly MetricName[];
}

/** Metrics by group, in core's order; groups that hold none of them are left out. */
export function metricSections(isShown: (name: MetricName) => boolean): MetricSection[] {
  const shown = METRIC_NAMES.filter(isShown);
  return (Object.keys(METRIC_GROUPS) as MetricGroup[])
    .map((group) => ({ heading: METRIC_GROUPS[group], names: shown.filter((name) => METRICS[name].group === group) }))
    .filter(({ names }) => names.length > 0);
}

/** Shares for which a plus would say nothing: they cannot be negative. */
const UNSIGNED: ReadonlySet<MetricName> = new Set([
  'winRate', 'exposure', 'annualVolatility', 'downsideDeviation', 'probabilisticSharpe', 'ulcerIndex', 'feeShare', 'slippageShare',
  'annualVolatilityPerBar',
]);

/** Metrics whose sign is good or bad news. */
const TONED: ReadonlySet<MetricName> = new Set([
  'totalReturn', 'cagr', 'sharpe', 'sortino', 'calmar', 'ulcerPerformanceIndex', 'recoveryFactor', 'maxDrawdown', 'averageDrawdown',
  'expectancy', 'expectancyR', 'systemQualityNumber', 'kelly', 'breakEvenCostBps', 'alpha', 'informationRatio', 'annualReturnPerBar',
  'sharpePerBar', 'sortinoPerBar', 'calmarPerBar',
]);

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
    case 'bps':
      return value === null ? numberToText(value, 1) : `${numberToText(value, 1)} bps`;
    case 'ms':
      return durationToText(value);
  }
}

/** Which way a metric speaks for a strategy, where its sign says so. */
export function toneOfMetric(metrics: Metrics, name: MetricName): 'good' | 'bad' | 'neutral' {
  const value = metrics[name];
  if (value === null || value === 0 || !TONED.has(name)) return 'neutral';
  return value > 0 ? 'good' : 'bad';
}
