import type { BenchmarkMetrics, Execution } from '@wick/core';
import { type DailySample, isMoreThanRounding } from './daily-sample.ts';
import type { Holding } from './equity-statistics.ts';
import { finite } from './finite.ts';

/**
 * Daily returns r against those of holding the same instrument, b: bought at the first open, without costs.
 *
 * - β = cov(r, b) / var(b)
 * - α = (1 + mean(r − r_f,d − β (b − r_f,d)))^A − 1 (empyrical)
 * - information ratio = mean(r − b) / sd(r − b) · √A, T − 1 in the deviation (Grinold & Kahn)
 *
 * null with too few days, β and α where the instrument does not move, the ratio where r − b does not vary.
 */
export function benchmarkMetrics(
  daily: DailySample | null,
  holding: Holding,
  { daysPerYear }: Pick<Execution, 'daysPerYear'>,
): BenchmarkMetrics {
  const benchmarkReturn = finite(holding.totalReturn);
  if (daily === null) return { benchmarkReturn, beta: null, alpha: null, informationRatio: null };
  const { returns, mean, riskFree } = daily;
  const held = holding.dailyReturns;
  const days = returns.length;
  const heldMean = held.reduce((sum, value) => sum + value, 0) / days;
  const ahead = mean - heldMean;
  let covariance = 0;
  let variance = 0;
  let activeVariance = 0;
  for (let day = 0; day < days; day++) {
    const heldDeviation = held[day]! - heldMean;
    const deviation = returns[day]! - mean;
    covariance += heldDeviation * deviation;
    variance += heldDeviation ** 2;
    activeVariance += (deviation - heldDeviation) ** 2;
  }
  const activeDeviation = Math.sqrt(activeVariance / (days - 1));
  const beta = isMoreThanRounding(Math.sqrt(variance / (days - 1)), heldMean) ? finite(covariance / variance) : null;
  return {
    benchmarkReturn,
    beta,
    alpha: beta === null ? null : finite((1 + mean - riskFree - beta * (heldMean - riskFree)) ** daysPerYear - 1),
    informationRatio: isMoreThanRounding(activeDeviation, heldMean) ? finite((ahead / activeDeviation) * Math.sqrt(daysPerYear)) : null,
  };
}
