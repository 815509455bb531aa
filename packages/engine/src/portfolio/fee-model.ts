/** A taker trades at once with what rests in the book; a maker's order is what rests there. */
export type Liquidity = 'maker' | 'taker';

/** What the exchange takes of a fill. Money is in the quote asset. */
export interface FeeModel {
  /** The fee of a fill that is worth `notional` = size × price. */
  feeOf(notional: number, liquidity: Liquidity): number;
  /**
   * The largest size, in the base asset, that a taker gets at `price` for `budget`, fee included.
   * Never a float too large: size × price + fee ≤ budget holds exactly, so cash cannot fall below zero.
   */
  sizeWithin(budget: number, price: number): number;
}

/** Fees as a share of the traded value, as Binance charges them: size = budget / (price × (1 + takerFeeRate)). */
export function rateFees(takerFeeRate: number, makerFeeRate: number): FeeModel {
  return {
    feeOf: (notional, liquidity) => notional * (liquidity === 'taker' ? takerFeeRate : makerFeeRate),
    sizeWithin(budget, price) {
      if (!(budget > 0)) return 0;
      let size = budget / (price * (1 + takerFeeRate));
      while (size > 0 && size * price + size * price * takerFeeRate > budget) size = nextBelow(size);
      return size;
    },
  };
}

/** At most two floats below a positive number; 0 where there is none. */
function nextBelow(value: number): number {
  const step = value * Number.EPSILON;
  return step > 0 ? value - step : 0;
}
