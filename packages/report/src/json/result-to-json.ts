import { type BacktestResult, canonicalJson, METRICS, WickError } from '@wick/core';
import { METRIC_NAMES } from '../format/metric-to-text.ts';
import { barTimes } from './bar-times.ts';
import { dailyEquity, type EquityPoint } from './daily-equity.ts';

export interface JsonOptions {
  /**
   * `daily` (default): the last equity of each UTC day that has candles, at the start of that day.
   * `bars`: the equity at each bar's close, at its opening time. Needs `openTimeMs`.
   */
  readonly equity?: 'none' | 'daily' | 'bars';
  /** Opening times of the bars, as in the frame of the run. */
  readonly openTimeMs?: Float64Array;
  /** Every fill as well, beside the trades that fills make. Default false. */
  readonly fills?: boolean;
}

/**
 * A result for programs. The same result gives the same bytes: sections stand in the order below, keys inside them are
 * sorted (metrics stand in core's order), and nothing of the moment or the machine is in it. What is not defined is
 * `null`, never NaN.
 *
 * @throws WickError OPTION_INVALID for `equity: 'bars'` without the bars' times
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

function equityPoints(result: BacktestResult, { equity = 'daily', openTimeMs }: JsonOptions): EquityPoint[] | undefined {
  switch (equity) {
    case 'none':
      return undefined;
    case 'daily':
      return dailyEquity(openTimeMs ?? barTimes(result.manifest, result.gaps), result.equity);
    case 'bars': {
      if (!openTimeMs) {
        throw new WickError('OPTION_INVALID', 'The equity of each bar needs the opening times of the bars.', {
          remedy: 'Pass the open times of the frame that the run was computed from, or ask for daily equity.',
        });
      }
      return Array.from(result.equity, (value, bar) => [openTimeMs[bar]!, value]);
    }
  }
}
