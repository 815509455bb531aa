import { type Size, WickError } from '@wick/core';
import type { FeeModel } from './fee-model.ts';

/**
 * How much a new position holds. A short is sized as a long would be: its value and fee stay within the equity, so
 * nothing is lent. A size that the equity cannot pay is cut to what it can.
 */
export interface SizeModel {
  /**
   * @param equity at the moment of the fill, in the quote asset
   * @param price of the fill, slippage included
   * @returns size in the base asset; 0 or less where nothing can be bought
   */
  sizeOf(equity: number, price: number): number;
}

export function sizeModel(size: Size, fees: FeeModel): SizeModel {
  switch (size.kind) {
    /** A share of the equity, fee included: size = equity × share / (price × (1 + fee)). */
    case 'equity': {
      const share = size.percent / 100;
      return { sizeOf: (equity, price) => fees.sizeWithin(equity * share, price) };
    }
    /** A value in the quote asset at the price of the fill; the fee comes on top. */
    case 'value':
      return { sizeOf: (equity, price) => Math.min(size.value / price, fees.sizeWithin(equity, price)) };
    /** An amount of the base asset; the fee comes on top. */
    case 'amount':
      return { sizeOf: (equity, price) => Math.min(size.amount, fees.sizeWithin(equity, price)) };
    default:
      throw new WickError('STRATEGY_INVALID', `The engine does not size by ${size.kind} yet.`, { remedy: 'Give the size as a share of the equity.' });
  }
}
