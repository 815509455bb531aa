import { type BacktestResult, canonicalJson, METRICS } from '@wick/core';
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
  const sections: [name: string, json: string][] = [
    ['manifest', canonicalJson(result.manifest)],
    ['metrics', JSON.stringify(Object.fromEntries(METRIC_NAMES.map((name) => [name, result.metrics[name]])))],
    ['conventions', JSON.stringify(Object.fromEntries(METRIC_NAMES.map((name) => [name, METRICS[name].convention])))],
    ['refusals', canonicalJson(result.refusals)],
    ['ambiguousTrades', canonicalJson(result.ambiguousTrades)],
    ['gaps', canonicalJson(result.gaps)],
    ['trades', canonicalJson(result.trades)],
  ];
  if (options.fills) sections.push(['fills', canonicalJson(result.fills)]);
  if (equity) sections.push(['equity', JSON.stringify(equity)]);
  return `{${sections.map(([name, json]) => `"${name}":${json}`).join(',')}}`;
}

function equityPoints(result: BacktestResult, { equity = 'daily' }: JsonOptions): EquityPoint[] | undefined {
  switch (equity) {
    case 'none':
      return undefined;
    case 'daily':
      return dailyEquity(result.openTimeMs, result.equity);
    case 'bars':
      return Array.from(result.equity, (value, bar) => [result.openTimeMs[bar]!, value]);
  }
}
