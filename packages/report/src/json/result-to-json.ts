import { type BacktestResult, canonicalJson, METRICS, type Metrics } from '@wick/core';
import { METRIC_NAMES } from '../format/metric-to-text.ts';
import { dailyEquity, type EquityPoint } from './daily-equity.ts';

export interface JsonOptions {
  /**
   * `daily` (default): the last equity of each UTC day that has candles, at the start of that day.
   * `bars`: the equity at each bar's close, at its opening time.
   */
  readonly equity?: 'none' | 'daily' | 'bars';
  /** Every fill as well, beside the trades that fills make. Default false. */
  readonly fills?: boolean;
}

/**
 * A result for programs. The same result gives the same bytes: sections stand in the order below, keys inside them are
 * sorted (metrics stand in core's order), and nothing of the moment or the machine is in it. What is not defined is
 * `null`, never NaN.
 */
export function resultToJson(result: BacktestResult, options: JsonOptions = {}): string {
  const equity = equityPoints(result, options);
  return sectionsToJson([
    ['manifest', canonicalJson(result.manifest)],
    ...metricSectionsToJson(result.metrics),
    ['refusals', canonicalJson(result.refusals)],
    ['ambiguousTrades', canonicalJson(result.ambiguousTrades)],
    ['gaps', canonicalJson(result.gaps)],
    ['trades', canonicalJson(result.trades)],
    ...(options.fills ? ([['fills', canonicalJson(result.fills)]] as const) : []),
    ...(equity ? ([['equity', JSON.stringify(equity)]] as const) : []),
  ]);
}

/** A part of a document under its name, as JSON already. */
export type JsonSection = readonly [name: string, json: string];

export const sectionsToJson = (sections: readonly JsonSection[]): string => `{${sections.map(([name, json]) => `"${name}":${json}`).join(',')}}`;

/** Metrics and their conventions, both in core's order. */
export const metricSectionsToJson = (metrics: Metrics): JsonSection[] => [
  ['metrics', JSON.stringify(Object.fromEntries(METRIC_NAMES.map((name) => [name, metrics[name]])))],
  ['conventions', JSON.stringify(Object.fromEntries(METRIC_NAMES.map((name) => [name, METRICS[name].convention])))],
];

export function equityPoints({ openTimeMs, equity: values }: Pick<BacktestResult, 'openTimeMs' | 'equity'>, { equity = 'daily' }: JsonOptions): EquityPoint[] | undefined {
  switch (equity) {
    case 'none':
      return undefined;
    case 'daily':
      return dailyEquity(openTimeMs, values);
    case 'bars':
      return Array.from(values, (value, bar) => [openTimeMs[bar]!, value]);
  }
}
