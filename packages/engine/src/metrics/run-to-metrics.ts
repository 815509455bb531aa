import type { Execution, Interval, Metrics } from '@wick/core';
import { benchmarkMetrics } from './benchmark-metrics.ts';
import type { CostStatistics } from './cost-metrics.ts';
import { dailySample } from './daily-sample.ts';
import { drawdownMetrics } from './drawdown-metrics.ts';
import type { EquitySummary } from './equity-statistics.ts';
import { perBarMetrics } from './per-bar-metrics.ts';
import { ratioMetrics } from './ratio-metrics.ts';
import { returnMetrics, YEAR_MS } from './return-metrics.ts';
import { riskMetrics } from './risk-metrics.ts';
import type { TradeStatistics } from './trade-metrics.ts';

/** What a run leaves behind that metrics are made of. */
export interface RunRecord {
  readonly interval: Interval;
  readonly execution: Execution;
  readonly equity: EquitySummary;
  readonly finalValue: number;
  readonly barsInPosition: number;
  /** null where no funding was charged. */
  readonly fundingPaid?: number | null;
  /** Of every fill, in order, and of every trade. */
  readonly costs: CostStatistics;
  readonly trades: TradeStatistics;
}

/** A finished run → its metrics, by the conventions of core's `METRICS`. */
export function runToMetrics(run: RunRecord): Metrics {
  const { interval, execution, equity, finalValue } = run;
  const { initialCash, daysPerYear } = execution;
  const { bars, spanMs, barReturns } = equity;
  const netProfit = finalValue - initialCash;
  const returns = returnMetrics(initialCash, finalValue, spanMs);
  const daily = dailySample(equity.dailyReturns, execution);
  const drawdown = drawdownMetrics(equity.drawdown, bars);
  const { largestFall } = equity.drawdown;
  const { maxDrawdown } = drawdown;
  const totals = {
    bars, netProfit, fundingPaid: run.fundingPaid ?? null, barsInPosition: run.barsInPosition, meanEquity: barReturns.equity / bars, years: spanMs / YEAR_MS,
  };
  return {
    ...returns,
    ...ratioMetrics({ daily, cagr: returns.cagr, netProfit, largestFall, drawdown }, execution),
    ...riskMetrics(daily, daysPerYear),
    ...drawdown,
    ...run.trades.read(),
    ...run.costs.read(totals),
    ...benchmarkMetrics(daily, equity.holding, execution),
    ...perBarMetrics({ interval, barReturns, growth: finalValue / initialCash, maxDrawdown }, execution),
  };
}
