import { random32, type Random32 } from '../random/random32.ts';

/** Differences that are no zero, up to which every change of signs is looked at. */
const MOST_FOR_EXACT = 16;
export const FLIPS = 10_000;
const RESAMPLES = 10_000;

export interface SignFlipTest {
  /** How often a sum as great as this one comes about if the sign of each difference is a coin's. */
  readonly p: number;
  /** All changes of signs were looked at, not a sample of them. */
  readonly isExact: boolean;
}

/**
 * One-sided test whether differences lie above zero, by changing their signs (Fisher's randomisation test for pairs): exact
 * up to 16 differences that are no zero, else over seeded random changes, where p = (1 + as great) / (1 + tried), so that it
 * is never 0 and never too small on average (Phipson and Smyth 2010). Holds for any distribution that is symmetrical if nothing is remembered.
 */
export function signFlipTest(differences: readonly number[], seed = 1): SignFlipTest {
  const moved = Float64Array.from(differences.filter((difference) => difference !== 0));
  const observed = moved.reduce((sum, each) => sum + each, 0);
  // Sums of the same numbers in another order may differ in the last bits.
  const least = observed - 1e-12 * moved.reduce((sum, each) => sum + Math.abs(each), 0);
  return moved.length <= MOST_FOR_EXACT ? { p: shareOfAll(moved, least), isExact: true } : { p: shareOfSome(moved, least, random32(seed)), isExact: false };
}

function shareOfAll(moved: Float64Array, least: number): number {
  const changes = 2 ** moved.length;
  let asGreat = 0;
  for (let signs = 0; signs < changes; signs++) {
    let sum = 0;
    for (let at = 0; at < moved.length; at++) sum += (signs >> at) & 1 ? moved[at]! : -moved[at]!;
    if (sum >= least) asGreat++;
  }
  return asGreat / changes;
}

function shareOfSome(moved: Float64Array, least: number, random: Random32): number {
  let asGreat = 0;
  for (let flip = 0; flip < FLIPS; flip++) {
    let sum = 0;
    let bits = 0;
    for (let at = 0; at < moved.length; at++) {
      bits = at % 32 === 0 ? random() : bits >>> 1;
      sum += bits & 1 ? moved[at]! : -moved[at]!;
    }
    if (sum >= least) asGreat++;
  }
  return (1 + asGreat) / (1 + FLIPS);
}

/** 95% interval of the mean, by drawing as many values again and again (percentiles of a seeded bootstrap). At least one value. */
export function intervalOfMean(values: readonly number[], seed = 2): readonly [low: number, high: number] {
  const random = random32(seed);
  const drawn = Float64Array.from(values);
  const { length } = drawn;
  const means = new Float64Array(RESAMPLES);
  for (let round = 0; round < RESAMPLES; round++) {
    let sum = 0;
    for (let at = 0; at < length; at++) sum += drawn[((random() / 4_294_967_296) * length) >>> 0]!;
    means[round] = sum / length;
  }
  means.sort();
  return [means[Math.floor(0.025 * RESAMPLES)]!, means[Math.ceil(0.975 * RESAMPLES) - 1]!];
}

/** Standard normal quantiles of 95% (one-sided) and 80%. */
const Z_95 = 1.6448536269514722;
const Z_80 = 0.8416212335729143;

/**
 * The true mean that a one-sided test at 5% finds in four of five samples of this size and spread: (z₀.₉₅ + z₀.₈) × s ÷ √n.
 * Less than that may well stay unseen.
 *
 * @returns null for fewer than two values, and for equal ones, which tell nothing of their spread
 */
export function smallestMeanSeen(values: readonly number[]): number | null {
  const count = values.length;
  if (count < 2) return null;
  const mean = meanOf(values);
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1);
  return variance > 0 ? ((Z_95 + Z_80) * Math.sqrt(variance)) / Math.sqrt(count) : null;
}

/** NaN without values. */
export const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
