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
  const low = placeOf(5, returns.length);
  const high = placeOf(95, returns.length);
  let placed = cutoff;
  for (const rank of [low.below, low.below + 1, high.below, high.below + 1]) {
    if (rank <= placed || rank >= returns.length) continue;
    selectRank(returns, rank, placed + 1);
    placed = rank;
  }
  return { low5: quantileAt(returns, low), high95: quantileAt(returns, high), meanOfLowest: sum / (cutoff + 1) };
}

/** Between which ranks a quantile lies, and how far towards the upper one. */
interface Place {
  readonly below: number;
  readonly share: number;
}

function placeOf(percent: number, count: number): Place {
  const rank = 1 + (count - 1) * (percent / 100);
  return { below: Math.floor(rank) - 1, share: rank - Math.floor(rank) };
}

const quantileAt = (ranked: Float64Array, { below, share }: Place): number =>
  ranked.length === 1 ? ranked[0]! : ranked[below]! * (1 - share) + ranked[below + 1]! * share;
