import { canonicalJson } from '@wick/core';
import type { PortfolioRun } from '../facts/portfolio-run.ts';
import { equityPoints, type JsonOptions, metricSectionsToJson, sectionsToJson } from './result-to-json.ts';

/**
 * A portfolio for programs, in the form of `resultToJson`: the metrics of the account, then its markets, each with its
 * manifest, trades and refusals. Bars count on the time axis of the portfolio.
 */
export function portfolioToJson({ result, rebalancing }: PortfolioRun, options: JsonOptions = {}): string {
  const { markets, metrics, refusals, cash, assumptions } = result;
  const equity = equityPoints(result, options);
  return sectionsToJson([
    ...metricSectionsToJson(metrics),
    ['refusals', canonicalJson(refusals)],
    ['cash', canonicalJson(cash)],
    ['rebalancing', canonicalJson(rebalancing ?? null)],
    ['assumptions', canonicalJson(assumptions)],
    ['markets', canonicalJson(options.fills ? markets : markets.map(({ fills: _fills, sequence: _sequence, ...market }) => market))],
    ...(equity ? ([['equity', JSON.stringify(equity)]] as const) : []),
  ]);
}
