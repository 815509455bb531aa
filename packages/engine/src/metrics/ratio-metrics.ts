import type { DrawdownMetrics, Execution, RatioMetrics } from '@wick/core';
import type { DailySample } from './daily-sample.ts';
import { finite } from './finite.ts';
import { probabilisticSharpe } from './probabilistic-sharpe.ts';

/** What the ratios weigh against each other. */
export interface ReturnAndRisk {
  readonly daily: DailySample | null;
  readonly cagr: number | null;
  /** In the quote asset, as is the fall. */
  readonly netProfit: number;
  readonly largestFall: number;
  readonly drawdown: Pick<DrawdownMetrics, 'maxDrawdown' | 'ulcerIndex'>;
}

/**
 * Return for risk, from daily UTC simple returns r, T of them, A = days per year, r_f,d = (1 + r_f)^(1/A) − 1 a day:
 *
 * - Sharpe = mean(r − r_f,d) / sd(r − r_f,d) · √A (Sharpe 1994)
 * - probabilistic Sharpe = PSR(0), from the daily Sharpe before it is annualised
 * - Sortino = mean(r − r_f,d) / √(Σ min(r − r_f,d, 0)² / T) · √A, the downside over all T (empyrical)
 * - Calmar = CAGR / |max drawdown| (Young 1991)
 * - Ulcer performance index = (CAGR − r_f) / Ulcer index (Martin)
 * - recovery factor = net profit / largest drawdown in money
 * - Omega = Σ max(r, 0) / Σ max(−r, 0) (Keating & Shadwick, threshold 0)
 *
 * null where there are too few days, where the returns do not vary, and where the divisor is zero.
 */
export function ratioMetrics(
  { daily, cagr, netProfit, largestFall, drawdown }: ReturnAndRisk,
  execution: Pick<Execution, 'daysPerYear' | 'riskFreeRate'>,
): RatioMetrics {
  const ofYear = (share: number, divisor: number | null): number | null =>
    divisor ? finite(share / Math.abs(divisor)) : null;
  return {
    ...dailyRatios(daily, execution.daysPerYear),
    calmar: cagr === null ? null : ofYear(cagr, drawdown.maxDrawdown),
    ulcerPerformanceIndex: cagr === null ? null : ofYear(cagr - execution.riskFreeRate, drawdown.ulcerIndex),
    recoveryFactor: finite(netProfit / largestFall),
  };
}

function dailyRatios(
  daily: DailySample | null,
  daysPerYear: number,
): Pick<RatioMetrics, 'sharpe' | 'sortino' | 'omega' | 'probabilisticSharpe'> {
  if (daily === null) return { sharpe: null, sortino: null, omega: null, probabilisticSharpe: null };
  const { returns, mean, riskFree, deviation, downside, shape } = daily;
  const year = Math.sqrt(daysPerYear);
  const sharpe = (mean - riskFree) / deviation;
  let gains = 0;
  let losses = 0;
  for (const value of returns) {
    if (value > 0) gains += value;
    else losses -= value;
  }
  return {
    sharpe: shape && finite(sharpe * year),
    sortino: shape && downside !== null ? finite(((mean - riskFree) / downside) * year) : null,
    omega: finite(gains / losses),
    probabilisticSharpe: shape && probabilisticSharpe({ sharpe, observations: returns.length, ...shape }),
  };
}
