import { type BacktestResult, type Frame } from '@wick/core';
import { createEquityStatistics, deflatedSharpe, expectedMaxSharpe } from '@wick/engine';
import type { SweepSummary } from './best-combinations.ts';

/** How much of the best result is owed to having tried so many (Bailey & López de Prado 2014). Ratios are annual. */
export interface Selection {
  /** Combinations that were tried. */
  readonly trials: number;
  readonly bestSharpe: number;
  /** What the best of so many combinations that are all worth nothing would be expected to show. */
  readonly expectedBestSharpe: number;
  /** The chance that the true Sharpe ratio is above that; null where it is not defined. */
  readonly deflatedSharpe: number | null;
}

/**
 * @param best full result of the combination that came first
 * @returns null where the sweep has no Sharpe ratios or the best has none
 */
export function selectionOf(frame: Frame, best: BacktestResult, { combinations, spread }: SweepSummary): Selection | null {
  const { sharpe, skewness, kurtosis } = best.metrics;
  const ratios = spread['sharpe'];
  if (!ratios || sharpe === null || skewness === null || kurtosis === null) return null;
  const { initialCash, daysPerYear } = best.manifest.execution;
  const days = createEquityStatistics(initialCash, frame.series.interval);
  days.add(best.equity, frame);
  const estimate = { sharpe: sharpe / Math.sqrt(daysPerYear), observations: days.read().dailyReturns.length, skewness, kurtosis };
  return {
    trials: combinations,
    bestSharpe: sharpe,
    expectedBestSharpe: expectedMaxSharpe(combinations, ratios.variance),
    deflatedSharpe: deflatedSharpe(estimate, combinations, ratios.variance / daysPerYear),
  };
}
