import type { Execution } from '@wick/core';

/** Fewer days than this have no deviation. */
const LEAST_DAYS = 2;

/** Moments of daily returns r, T of them, that the metrics share. Everything is per day, nothing annualised. */
export interface DailySample {
  readonly returns: Float64Array;
  readonly mean: number;
  /** Sample deviation, by T − 1. */
  readonly deviation: number;
  /** (1 + yearly rate)^(1 / days per year) − 1. */
  readonly riskFree: number;
  /** √(Σ min(r − riskFree, 0)² / T), over all T (empyrical); null where only rounding is left of it. */
  readonly downside: number | null;
  /** g₁ = m₃ / m₂^1.5 and raw m₄ / m₂² (a normal distribution has 3), moments by T; null where nothing varies. */
  readonly shape: { readonly skewness: number; readonly kurtosis: number } | null;
}

/** null with fewer than two days, and where the equity was gone at the start of a day. */
export function dailySample(
  returns: Float64Array,
  { daysPerYear, riskFreeRate }: Pick<Execution, 'daysPerYear' | 'riskFreeRate'>,
): DailySample | null {
  const days = returns.length;
  const mean = returns.reduce((sum, value) => sum + value, 0) / days;
  if (days < LEAST_DAYS || !Number.isFinite(mean)) return null;
  const riskFree = (1 + riskFreeRate) ** (1 / daysPerYear) - 1;
  let squares = 0;
  let cubes = 0;
  let fourths = 0;
  let downside = 0;
  for (const value of returns) {
    const square = (value - mean) ** 2;
    squares += square;
    cubes += square * (value - mean);
    fourths += square * square;
    downside += Math.min(value - riskFree, 0) ** 2;
  }
  const deviation = Math.sqrt(squares / (days - 1));
  const downsideDeviation = Math.sqrt(downside / days);
  const variance = squares / days;
  return {
    returns,
    mean,
    deviation,
    riskFree,
    downside: isMoreThanRounding(downsideDeviation, mean) ? downsideDeviation : null,
    shape: isMoreThanRounding(deviation, mean)
      ? { skewness: cubes / days / variance ** 1.5, kurtosis: fourths / days / variance ** 2 }
      : null,
  };
}

/** A return is a quotient less 1, so equal returns differ by a few ulp of 1 + r: that is not risk. */
export const isMoreThanRounding = (deviation: number, mean: number): boolean =>
  deviation > 4 * Number.EPSILON * (1 + Math.abs(mean));
