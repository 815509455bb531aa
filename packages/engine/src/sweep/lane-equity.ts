import { type Execution, type FrameBlock, followingOpenTime, type Interval, METRICS, type MetricName, type Metrics } from '@wick/core';
import { type BarReturns, createBarReturns } from '../metrics/bar-returns.ts';
import { benchmarkMetrics } from '../metrics/benchmark-metrics.ts';
import { createDailyReturns } from '../metrics/daily-returns.ts';
import { dailySample } from '../metrics/daily-sample.ts';
import { drawdownMetrics } from '../metrics/drawdown-metrics.ts';
import { createDrawdownRecord, type DrawdownSummary } from '../metrics/drawdown-record.ts';
import { perBarMetrics } from '../metrics/per-bar-metrics.ts';
import { ratioMetrics } from '../metrics/ratio-metrics.ts';
import { returnMetrics, YEAR_MS } from '../metrics/return-metrics.ts';
import { riskMetrics } from '../metrics/risk-metrics.ts';
import { TRADED } from '../portfolio/whole-position/lane-row.ts';
import { type LaneEnd, partsFor, type SweepMetric } from './sweep-metrics.ts';

/** The equity of one combination, gathered as bars pass and not kept. */
export interface LaneEquity {
  add(equity: Float64Array, block: FrameBlock): void;
  /** Metrics of the parts that were gathered, by the functions that a backtest uses; the others are null, wrong or left out. */
  read(end: LaneEnd, block: FrameBlock): Partial<Metrics>;
}

const NO_DRAWDOWN: DrawdownSummary = {
  count: 0, deepest: 0, sumOfDepths: 0, longestMs: 0, totalMs: 0, openMs: null, largestFall: 0, squares: 0,
};
const NO_RETURNS: BarReturns = { count: 0, sum: 0, squares: 0, magnitudes: 0, squaredLosses: 0, equity: 0 };
const NO_DAYS = { equity: new Float64Array(0), holding: new Float64Array(0) };

/** @param metrics that will be read */
export function createLaneEquity(metrics: readonly SweepMetric[], interval: Interval, execution: Execution): LaneEquity {
  const parts = partsFor(metrics);
  const groups = new Set(metrics.map((name) => METRICS[name as MetricName]?.group));
  const { initialCash, daysPerYear } = execution;
  const drawdowns = parts.has('drawdown') ? createDrawdownRecord(initialCash, interval) : undefined;
  const returns = parts.has('bars') ? createBarReturns(initialCash) : undefined;
  const days = parts.has('days') ? createDailyReturns(initialCash, interval) : undefined;
  return {
    add(equity, { openTimeMs, columns }) {
      drawdowns?.add(equity, openTimeMs);
      returns?.add(equity);
      days?.add(equity, columns, openTimeMs);
    },
    read({ table, row, bars, finalValue }, { openTimeMs, columns: { open, close } }) {
      const spanMs = followingOpenTime(openTimeMs[bars - 1]!, interval) - openTimeMs[0]!;
      const totals = returnMetrics(initialCash, finalValue, spanMs);
      const summary = drawdowns?.read() ?? NO_DRAWDOWN;
      const barReturns = returns?.read() ?? NO_RETURNS;
      const { equity, holding } = days?.read() ?? NO_DAYS;
      const daily = dailySample(equity, execution);
      const drawdown = drawdownMetrics(summary, bars);
      const { cagr } = totals;
      const meanEquity = barReturns.equity / bars;
      const turnover = table[row + TRADED]! / meanEquity / (spanMs / YEAR_MS);
      return {
        ...totals,
        ...drawdown,
        ...ratioMetrics({ daily, cagr, netProfit: finalValue - initialCash, largestFall: summary.largestFall, drawdown }, execution),
        ...(groups.has('risk') && riskMetrics(daily, daysPerYear)),
        ...(groups.has('benchmark') && benchmarkMetrics(daily, { totalReturn: close[bars - 1]! / open[0]! - 1, dailyReturns: holding }, execution)),
        ...(groups.has('perBar') && perBarMetrics({ interval, barReturns, growth: finalValue / initialCash, maxDrawdown: drawdown.maxDrawdown }, execution)),
        turnover: meanEquity > 0 ? turnover : null,
      };
    },
  };
}
