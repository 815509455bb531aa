import type { Execution } from '@wick/core';

/** 1 buys, −1 sells. */
export type Direction = 1 | -1;

/** How much worse than the price a taker's fill is. Makers name their price and have none. */
export interface SlippageModel {
  /** Does the price depend on the size? */
  readonly dependsOnSize: boolean;
  /**
   * Quote per base, for a taker who trades when the market is at `price`.
   *
   * @param range high − low of the bar of the fill @param volume of that bar @param size in the base asset
   */
  takerPrice(price: number, direction: Direction, range: number, volume: number, size: number): number;
}

/** Buys at price × (1 + bps / 10,000), sells at price × (1 − bps / 10,000). */
export function bpsSlippage(slippageBps: number): SlippageModel {
  const share = slippageBps / 10_000;
  return { dependsOnSize: false, takerPrice: (price, direction) => price * (1 + direction * share) };
}

/** A fill is worse by a share of the range of its bar: what was possible there sets the cost, whatever the price level. */
export function rangeSlippage(rangeShare: number): SlippageModel {
  return { dependsOnSize: false, takerPrice: (price, direction, range) => price + direction * rangeShare * range };
}

/**
 * A fill is worse by bps × √(size / volume of the bar): the square-root law of market impact (Almgren et al., 2005,
 * "Direct estimation of equity market impact"; Tóth et al., 2011, doi:10.1103/PhysRevX.1.021006). An order larger than the
 * bar's volume, or on a bar without a known volume, pays as though it were all of it.
 */
export function volumeSlippage(impactBps: number): SlippageModel {
  const share = impactBps / 10_000;
  return {
    dependsOnSize: true,
    takerPrice(price, direction, _range, volume, size) {
      const participation = size < volume ? size / volume : 1;
      return price * (1 + direction * share * Math.sqrt(size > 0 ? participation : 0));
    },
  };
}

/** All that an execution names, each on top of the one before. What is no price any more, after one of them, stays none. */
export function slippageModel({ slippageBps, slippageRangeShare = 0, volumeImpactBps = 0 }: Execution): SlippageModel {
  const models = [bpsSlippage(slippageBps)];
  if (slippageRangeShare > 0) models.push(rangeSlippage(slippageRangeShare));
  if (volumeImpactBps > 0) models.push(volumeSlippage(volumeImpactBps));
  if (models.length === 1) return models[0]!;
  return {
    dependsOnSize: volumeImpactBps > 0,
    takerPrice: (price, direction, range, volume, size) =>
      models.reduce((worse, model) => (worse > 0 ? model.takerPrice(worse, direction, range, volume, size) : worse), price),
  };
}
