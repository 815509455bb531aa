import type { Execution } from '@wick/core';

export type NaiveSide = 1 | -1;
export type NaiveLiquidity = 'maker' | 'taker';

/** What one instrument's bar looked like. */
export interface NaiveCandle {
  readonly openTimeMs: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

/** A maker's order trades at its price; a taker's is worse by basis points, then by a share of the range, then by its impact. */
export function priceNaively(
  execution: Execution, { high, low, volume }: NaiveCandle, market: number, side: NaiveSide, liquidity: NaiveLiquidity, size: number,
): number {
  if (liquidity === 'maker') return market;
  const { slippageBps, slippageRangeShare, volumeImpactBps } = execution;
  let price = market * (1 + side * (slippageBps / 10_000));
  if (slippageRangeShare) price = price + side * slippageRangeShare * (high - low);
  if (volumeImpactBps && price > 0) {
    const part = size <= 0 ? 0 : size < volume ? size / volume : 1;
    price = price * (1 + side * (volumeImpactBps / 10_000) * Math.sqrt(part));
  }
  return price;
}

export const isNaivePrice = (price: number): boolean => price > 0 && Number.isFinite(price);

export const rateNaively = ({ takerFeeRate, makerFeeRate }: Execution, liquidity: NaiveLiquidity): number =>
  liquidity === 'maker' ? makerFeeRate : takerFeeRate;

export function feeNaively(execution: Execution, value: number, liquidity: NaiveLiquidity): number {
  const fee = value * rateNaively(execution, liquidity);
  return execution.fixedFee ? fee + execution.fixedFee : fee;
}

/** The largest size that costs no more than the budget, `weight` times its fee included. */
export function affordNaively(execution: Execution, budget: number, price: number, liquidity: NaiveLiquidity, weight: number): number {
  const money = budget - weight * (execution.fixedFee ?? 0);
  if (!(money > 0)) return 0;
  const costs = (size: number): number => size * price + weight * feeNaively(execution, size * price, liquidity);
  let size = money / (price * (1 + weight * rateNaively(execution, liquidity)));
  while (size > 0 && costs(size) > budget) size = size * 2 ** -52 > 0 ? size - size * 2 ** -52 : 0;
  return size;
}

/** Whole steps, the nearest number of them where only rounding stands between, and never more than `most`. */
export function stepsNaively({ stepSize }: Execution, size: number, most = Infinity): number {
  if (stepSize === undefined) return size;
  const perUnit = Math.round(1 / stepSize);
  const times = (steps: number): number => (1 / perUnit === stepSize ? steps / perUnit : steps * stepSize);
  const exact = size / stepSize;
  let steps = Math.floor(exact);
  if (steps + 1 - exact <= (steps + 1) * 4 * Number.EPSILON) steps++;
  while (steps > 0 && times(steps) > most) steps--;
  return times(steps);
}
