import { selectRank } from './selection.ts';

/** The ends of the distribution of the bars' returns. */
export interface BarTails {
  /** Quantiles between neighbours linearly, at position share × (n − 1); NaN without values. */
  readonly low5: number;
  readonly high95: number;
  /** Mean of the ⌊0.05 × (n − 1)⌋ + 1 smallest. */
  readonly meanOfLowest: number;
}

/** Simple returns → their tails, in linear time: nothing is sorted. @param returns are reordered */
export function barTails(returns: Float64Array): BarTails {
  const cutoff = Math.floor((returns.length - 1) * 0.05);
  selectRank(returns, cutoff);
  let sum = 0;
  for (let index = 0; index <= cutoff; index++) sum += returns[index]!;
  return { low5: quantileOf(returns, 5), high95: quantileOf(returns, 95), meanOfLowest: sum / (cutoff + 1) };
}

/** @param values reordered */
function quantileOf(values: Float64Array, percent: number): number {
  const last = values.length - 1;
  if (last < 1) return values[0] ?? Number.NaN;
  const rank = 1 + last * (percent / 100);
  const below = Math.floor(rank) - 1;
  const share = rank - Math.floor(rank);
  selectRank(values, below);
  selectRank(values, below + 1, below + 1);
  return values[below]! * (1 - share) + values[below + 1]! * share;
}
