import { WickError } from '@wick/core';
import { finite } from './finite.ts';
import { normalQuantile } from './normal-distribution.ts';
import { probabilisticSharpe, type SharpeEstimate } from './probabilistic-sharpe.ts';

/** Euler–Mascheroni. */
const EULER_GAMMA = 0.5772156649015329;

/**
 * The highest Sharpe ratio to expect of so many independent trials that are all worth nothing, in the period of `variance`:
 * √V · [(1 − γ) Φ⁻¹(1 − 1/N) + γ Φ⁻¹(1 − 1/(N e))]; 0 for a single trial.
 * Bailey & López de Prado, "The Deflated Sharpe Ratio", J. Portfolio Management 40 (2014), doi 10.3905/jpm.2014.40.5.094.
 *
 * @param trials every strategy and parameter set that was looked at, not only those that were kept
 * @param variance of the Sharpe ratios of the trials
 * @throws WickError OPTION_INVALID
 */
export function expectedMaxSharpe(trials: number, variance: number): number {
  requireAtLeast('trials', trials, 1);
  requireAtLeast('variance', variance, 0);
  if (trials === 1) return 0;
  const high = -normalQuantile(1 / trials);
  const higher = -normalQuantile(1 / (trials * Math.E));
  return Math.sqrt(variance) * ((1 - EULER_GAMMA) * high + EULER_GAMMA * higher);
}

/**
 * DSR = PSR(E[max SR]): the probability that the true Sharpe ratio is above what the best of so many worthless trials would
 * have shown. Same source.
 *
 * A trap: the kurtosis is the raw one. Libraries that pass excess kurtosis into this formula make the deviation of the estimate
 * too small and the probability too high.
 *
 * @param best estimate of the trial that was chosen, per period
 * @param variance of the trials' Sharpe ratios, in the same period
 */
export const deflatedSharpe = (best: SharpeEstimate, trials: number, variance: number): number | null =>
  probabilisticSharpe(best, expectedMaxSharpe(trials, variance));

/**
 * Years of history without which the best of so many worthless trials is expected to show this annual Sharpe ratio by
 * chance: (E[max_N] / target)², E[max_N] for a variance of 1.
 * Bailey, Borwein, López de Prado & Zhu, "Pseudo-Mathematics and Financial Charlatanism", Notices of the AMS 61 (2014), SSRN 2308659.
 * null for a target that is not above zero.
 */
export const minimumBacktestYears = (trials: number, annualSharpe: number): number | null =>
  annualSharpe > 0 ? finite((expectedMaxSharpe(trials, 1) / annualSharpe) ** 2) : null;

function requireAtLeast(option: string, value: number, least: number): void {
  if (value >= least && value < Infinity) return;
  throw new WickError('OPTION_INVALID', `The number of ${option} must be at least ${least}, not ${value}.`, {
    remedy: 'Count every trial that was looked at, and take the variance of their Sharpe ratios.',
    details: { option, value },
  });
}
