import { followingOpenTime, type Interval, intervalMs, nextOpenTime, type RebalanceEvery, WickError } from '@wick/core';

/**
 * The share of the equity that a market is to have → a column of target weights: the share at the first bar that closes
 * in each new period, NaN elsewhere. As everywhere a bar closes a millisecond before the next one opens, so a week's
 * first bar is the one that opens with it. The first bar of all has a target, and with `never` it has the only one.
 * A market that lists later, or misses the first bars of a period, gets its target on its own first bar there.
 *
 * @param weight 0.6 is 60% of the equity; negative is short
 * @param openTimeMs of the market's bars, ascending
 * @param interval of the bars
 * @throws WickError OPTION_INVALID (a weight that is no number, a period shorter than a bar)
 */
export function weightToTargets(weight: number, openTimeMs: Float64Array, interval: Interval, every: RebalanceEvery): Float64Array {
  if (!Number.isFinite(weight)) throw invalid('weights', `A weight of ${weight} means nothing.`, 'Give a share of the equity such as 0.6, or -0.2 to be short.');
  if (every !== 'never' && intervalMs(every) < intervalMs(interval)) {
    throw invalid('rebalance', `Weights cannot be set every ${every} on candles of ${interval}.`, `Rebalance every ${interval} or more seldom, or load shorter candles.`);
  }
  const targets = new Float64Array(openTimeMs.length).fill(Number.NaN);
  let periodEndMs = -Infinity;
  for (let bar = 0; bar < openTimeMs.length; bar++) {
    const closeMs = followingOpenTime(openTimeMs[bar]!, interval) - 1;
    if (closeMs < periodEndMs) continue;
    targets[bar] = weight;
    if (every === 'never') break;
    periodEndMs = nextOpenTime(closeMs, every);
  }
  return targets;
}

const invalid = (option: string, message: string, remedy: string): WickError => new WickError('OPTION_INVALID', message, { remedy, details: { option } });
