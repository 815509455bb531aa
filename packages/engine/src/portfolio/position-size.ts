import type { Book } from './book.ts';
import type { Desk } from './desk.ts';
import type { Liquidity } from './fee-model.ts';
import type { Instrument } from './instrument.ts';
import { type DistancePlan, distanceFrom } from './rule-plan.ts';

/**
 * How much an entry asks for, in the base asset. A short is sized as a long would be. The equity is that of the moment: each
 * instrument at the bar's open or close, or, for an order that is filled within the bar, at the open, and this one at its fill.
 *
 * - **equity**: a share of the account's equity, fee included: size × price × (1 + fee) = equity × share
 * - **value**, **amount**: as named; the fee comes on top
 * - **risk**: equity × share / distance to the nearer of stop loss and trailing stop, so that a fill at the stop loses that
 *   share before costs (Tharp, "Trade your way to financial freedom", percent risk); of what is added, with the distance at its own
 *   signal
 * - **volatility**: equity × share / annualised deviation of the bar returns, as a value (Moskowitz, Ooi & Pedersen 2012,
 *   doi:10.1016/j.jfineco.2011.11.003, for the scaling)
 *
 * @param price of the fill, slippage included
 * @returns not finite where a number that it is computed from was unknown or zero at the signal
 */
export function sizeWanted(desk: Desk, { rules, book }: Instrument, price: number, liquidity: Liquidity): number {
  const { size } = rules;
  const given = book.signalSize;
  switch (size.kind) {
    case 'equity': {
      const share = Number.isNaN(given) ? size.share : given;
      return desk.models.fees.sizeWithin(desk.account.equityAt(desk.prices) * share, price, liquidity, 1);
    }
    case 'value':
      return (Number.isNaN(given) ? size.amount : given) / price;
    case 'amount':
      return Number.isNaN(given) ? size.amount : given;
    case 'risk': {
      const distance = stopDistance(rules, price, book.signalValues);
      return (desk.account.equityAt(desk.prices) * size.share) / distance;
    }
    case 'volatility':
      return (desk.account.equityAt(desk.prices) * size.share) / book.signalValues[size.value]! / price;
  }
}

/**
 * How much the account may take on: after the fill and its fee, positions are worth at most leverage × equity, this one at
 * the price of the fill, the others at those of the moment. A position takes up its value less leverage × what it is worth:
 * summed like that, a long without leverage takes nothing, and what is left is exactly the cash.
 *
 * @param gone a position that the same order closes, and the cash that this brings before the fixed fee, which is paid once
 */
export function sizeAllowed({ models, account, prices }: Desk, price: number, liquidity: Liquidity, gone?: Gone): number {
  const { leverage, fees } = models;
  let power = leverage * (account.cash + (gone?.cash ?? 0));
  for (const book of account.books) {
    if (book.position === 0 || book === gone?.book) continue;
    power += (leverage * book.side - 1) * (Math.abs(book.position) * prices[book.index]!);
  }
  return fees.sizeWithin(power, price, liquidity, leverage);
}

export interface Gone {
  readonly book: Book;
  readonly cash: number;
}

/** From an entry at `price` to the nearer of its stops; Infinity without one, NaN where it was unknown at the signal. */
export function stopDistance(
  { stopLoss, trailingStop }: { readonly stopLoss: DistancePlan | undefined; readonly trailingStop: DistancePlan | undefined },
  price: number,
  values: Float64Array,
): number {
  const loss = stopLoss === undefined ? Infinity : distanceFrom(stopLoss, price, values);
  const trail = trailingStop === undefined ? Infinity : distanceFrom(trailingStop, price, values);
  return Math.min(loss, trail);
}
