import type { RiskMetrics } from '@wick/core';
import type { DailySample } from './daily-sample.ts';
import { finite } from './finite.ts';
import { quantile } from './quantile.ts';

const UNKNOWN: RiskMetrics = {
  annualVolatility: null, downsideDeviation: null, valueAtRisk95: null, conditionalValueAtRisk95: null, tailRatio: null,
  skewness: null, kurtosis: null,
};

/**
 * The spread of daily UTC simple returns r, T of them, A = days per year (empyrical's formulas):
 *
 * - annual volatility = sd(r) · √A, with T − 1 in the deviation
 * - downside deviation = √(Σ min(r − r_f,d, 0)² / T) · √A, over all T
 * - VaR 95 = 5% quantile of r; conditional VaR = mean of the r at or below it: returns, so a loss is negative
 * - tail ratio = |95% quantile| / |5% quantile|
 * - skewness and raw kurtosis, see `DailySample`
 *
 * @param daily null where there are too few days: everything is then null
 */
export function riskMetrics(daily: DailySample | null, daysPerYear: number): RiskMetrics {
  if (daily === null) return UNKNOWN;
  const year = Math.sqrt(daysPerYear);
  const ascending = daily.returns.toSorted();
  const low = quantile(ascending, 0.05);
  const high = quantile(ascending, 0.95);
  const tail = ascending.filter((value) => value <= low);
  return {
    annualVolatility: finite(daily.deviation * year),
    downsideDeviation: finite((daily.downside ?? 0) * year),
    valueAtRisk95: finite(low),
    conditionalValueAtRisk95: finite(tail.reduce((sum, value) => sum + value, 0) / tail.length),
    tailRatio: finite(Math.abs(high) / Math.abs(low)),
    skewness: finite(daily.shape?.skewness ?? Number.NaN),
    kurtosis: finite(daily.shape?.kurtosis ?? Number.NaN),
  };
}
