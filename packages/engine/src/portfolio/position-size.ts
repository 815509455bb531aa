import type { Desk } from './desk.ts';
import type { Liquidity } from './fee-model.ts';
import type { Instrument } from './instrument.ts';
import { type DistancePlan, distanceFrom } from './rule-plan.ts';

/**
 * How much an entry asks for, in the base asset. A short is sized as a long would be.
 *
 * - **equity**: a share of the account's equity, fee included: size × price × (1 + fee) = equity × share
 * - **value**, **amount**: as named; the fee comes on top
 * - **risk**: equity × share / distance to the nearer of stop loss and trailing stop, so that a fill at the stop loses that
 *   share before costs (Tharp, "Trade your way to financial freedom", percent risk)
 * - **volatility**: equity × share / annualised deviation of the bar returns, as a value (Moskowitz, Ooi & Pedersen 2012,
 *   doi:10.1016/j.jfineco.2011.11.003, for the scaling)
 *
 * @param price of the fill, slippage included
 * @returns NaN where a number that it is computed from was unknown at the signal
 */
export function sizeWanted(desk: Desk, { rules, book, columns }: Instrument, bar: number, price: number, liquidity: Liquidity): number {
  const { size } = rules;
  const given = columns.size === undefined ? Number.NaN : columns.size[bar]!;
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
 * How much the account may take on: positions are worth at most leverage × equity after the fill and its fee.
 * Without leverage and shorts that is what the cash buys.
 *
 * @param gained what the equity gains by closing first @param closed value of the positions that go
 */
export function sizeAllowed({ models, account, prices }: Desk, price: number, liquidity: Liquidity, gained = 0, closed = 0): number {
  const power = models.leverage * (account.equityAt(prices) + gained) - (account.exposureAt(prices) - closed);
  return models.fees.sizeWithin(power, price, liquidity, models.leverage);
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
