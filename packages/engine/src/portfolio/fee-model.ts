/** A taker trades at once with what rests in the book; a maker's order is what rests there. */
export type Liquidity = 'maker' | 'taker';

/** What the exchange takes of a fill. Money is in the quote asset. */
export interface FeeModel {
  /** The fee of a fill that is worth `notional` = size × price. */
  feeOf(notional: number, liquidity: Liquidity): number;
  /** The part of it that grows with the value. */
  shareOf(notional: number, liquidity: Liquidity): number;
  /**
   * The largest size, in the base asset, that is to be had at `price` for `budget`, fee included.
   * Never a float too large: size × price + weight × fee ≤ budget holds exactly, so cash cannot fall below zero.
   *
   * @param weight of the fee in the budget: with leverage, what is paid for it also lowers what the equity may carry
   */
  sizeWithin(budget: number, price: number, liquidity: Liquidity, weight: number): number;
}

/**
 * Fees as a share of the traded value, as Binance charges them, and a fixed part a fill, as brokers do:
 * size = (budget − weight × fixedFee) / (price × (1 + weight × rate)).
 */
export function rateFees(takerFeeRate: number, makerFeeRate: number, fixedFee = 0): FeeModel {
  const rateOf = (liquidity: Liquidity): number => (liquidity === 'taker' ? takerFeeRate : makerFeeRate);
  const shareOf: FeeModel['shareOf'] = (notional, liquidity) => notional * rateOf(liquidity);
  const feeOf: FeeModel['feeOf'] = fixedFee === 0 ? shareOf : (notional, liquidity) => shareOf(notional, liquidity) + fixedFee;
  return {
    feeOf,
    shareOf,
    sizeWithin(budget, price, liquidity, weight) {
      const money = budget - weight * fixedFee;
      if (!(money > 0)) return 0;
      let size = money / (price * (1 + weight * rateOf(liquidity)));
      while (size > 0 && size * price + weight * feeOf(size * price, liquidity) > budget) size = nextBelow(size);
      return size;
    },
  };
}

/** At most two floats below a positive number; 0 where there is none. */
function nextBelow(value: number): number {
  const step = value * Number.EPSILON;
  return step > 0 ? value - step : 0;
}
