import type { Execution, Metrics } from '@wick/core';
import type { EquitySummary } from './equity-statistics.ts';
import { finite } from './finite.ts';

/** Fewer days than this have no deviation. */
const LEAST_DAYS = 2;

/**
 * Risk and the ratios that weigh return by it, from daily UTC simple returns r, T of them, A = days per year,
 * r_f,d = (1 + r_f)^(1/A) − 1 a day (empyrical's formulas; Sharpe 1994; Young 1991 for Calmar):
 *
 * - annual volatility = sd(r) · √A, with T − 1 in the deviation
 * - Sharpe = mean(r − r_f,d) / sd(r − r_f,d) · √A
 * - Sortino = mean(r − r_f,d) / √(Σ min(r − r_f,d, 0)² / T) · √A, the downside over all T
 * - Calmar = CAGR / |max drawdown|
 *
 * null with fewer than two days, and where the equity was gone at the start of a day; the ratios also where the returns do
 * not vary or the divisor is zero.
 */
export function riskMetrics(
  equity: EquitySummary,
  cagr: number | null,
  execution: Pick<Execution, 'riskFreeRate' | 'daysPerYear'>,
): Pick<Metrics, 'annualVolatility' | 'sharpe' | 'sortino' | 'calmar' | 'maxDrawdown'> {
  const drawdown = equity.bars > 0 ? equity.maxDrawdown : null;
  return {
    ...dailyRatios(equity.dailyReturns, execution.daysPerYear, execution.riskFreeRate),
    calmar: cagr !== null && drawdown ? finite(cagr / Math.abs(drawdown)) : null,
    maxDrawdown: drawdown,
  };
}

function dailyRatios(
  returns: Float64Array,
  daysPerYear: number,
  riskFreeRate: number,
): Pick<Metrics, 'annualVolatility' | 'sharpe' | 'sortino'> {
  const days = returns.length;
  const mean = returns.reduce((sum, value) => sum + value, 0) / days;
  if (days < LEAST_DAYS || !Number.isFinite(mean)) return { annualVolatility: null, sharpe: null, sortino: null };
  const riskFree = (1 + riskFreeRate) ** (1 / daysPerYear) - 1;
  let squares = 0;
  let downside = 0;
  for (const value of returns) {
    squares += (value - mean) ** 2;
    downside += Math.min(value - riskFree, 0) ** 2;
  }
  const deviation = Math.sqrt(squares / (days - 1));
  const downsideDeviation = Math.sqrt(downside / days);
  const year = Math.sqrt(daysPerYear);
  const excess = mean - riskFree;
  // A daily return is a quotient less 1, so equal returns differ by a few ulp of 1 + r: that is not risk.
  const rounding = 4 * Number.EPSILON * (1 + Math.abs(mean));
  const varies = deviation > rounding;
  return {
    annualVolatility: finite(deviation * year),
    sharpe: varies ? finite((excess / deviation) * year) : null,
    sortino: varies && downsideDeviation > rounding ? finite((excess / downsideDeviation) * year) : null,
  };
}
