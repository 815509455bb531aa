import { DAY_MS, type Execution, type Interval, intervalMs, type PerBarMetrics } from '@wick/core';
import type { BarReturns } from './bar-returns.ts';
import { isMoreThanRounding } from './daily-sample.ts';
import { finite } from './finite.ts';

const UNKNOWN: PerBarMetrics = {
  annualReturnPerBar: null, annualVolatilityPerBar: null, sharpePerBar: null, sortinoPerBar: null, calmarPerBar: null, omegaPerBar: null,
};

/** What the bars of a run came to. */
export interface BarsOutcome {
  readonly interval: Interval;
  readonly barReturns: BarReturns;
  /** Final value / initial cash. */
  readonly growth: number;
  readonly maxDrawdown: number | null;
}

/**
 * The convention `per-bar`, to compare with vectorbt: from the simple returns r of n bars, Y = bars in a year (days per year /
 * interval; missing bars are not counted as time), no risk-free rate. It calls a position that is held over 1,440 minutes 1,440
 * independent bets, so it is not the convention of the other metrics.
 *
 * - annual return = (final / initial)^(Y / n) − 1; volatility = sd(r) · √Y, n − 1 in the deviation
 * - Sharpe = mean(r) / sd(r) · √Y; Sortino = mean(r) · Y / (√mean(min(r, 0)²) · √Y)
 * - Calmar = annual return / |max drawdown|; Omega = Σ max(r, 0) / Σ max(−r, 0)
 *
 * null with fewer than two bars, where the equity reached zero, and where vectorbt answers ∞ or NaN.
 */
export function perBarMetrics(
  { interval, barReturns, growth, maxDrawdown }: BarsOutcome,
  { daysPerYear }: Pick<Execution, 'daysPerYear'>,
): PerBarMetrics {
  const { count, sum, squares, magnitudes, squaredLosses } = barReturns;
  if (count < 2 || maxDrawdown === null || maxDrawdown <= -1) return UNKNOWN;
  const barsPerYear = (daysPerYear * DAY_MS) / intervalMs(interval);
  const year = Math.sqrt(barsPerYear);
  const mean = sum / count;
  const deviation = Math.sqrt(Math.max(0, squares - sum * mean) / (count - 1));
  const downside = Math.sqrt(squaredLosses / count);
  const annualReturn = finite(growth ** (barsPerYear / count) - 1);
  return {
    annualReturnPerBar: annualReturn,
    annualVolatilityPerBar: finite(deviation * year),
    sharpePerBar: isMoreThanRounding(deviation, mean) ? finite((mean / deviation) * year) : null,
    sortinoPerBar: isMoreThanRounding(downside, mean) ? finite((mean / downside) * year) : null,
    calmarPerBar: annualReturn !== null && maxDrawdown < 0 ? finite(annualReturn / -maxDrawdown) : null,
    omegaPerBar: finite((magnitudes + sum) / (magnitudes - sum)),
  };
}
