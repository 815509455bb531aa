/**
 * Why an order was sent. `add` and `reduce` change a position that stays open, `reverse` closes one and opens the other
 * side in one order, `rebalance` moves it to a target, `order` is one that the caller wrote down, `liquidation` is the
 * exchange's, and `time` closes a position that was held as many bars as its rules say.
 */
export const ORDER_REASONS = [
  'entry', 'exit', 'stop-loss', 'take-profit', 'trailing-stop', 'add', 'reduce', 'reverse', 'rebalance', 'order', 'liquidation',
  'time',
] as const;
export type OrderReason = (typeof ORDER_REASONS)[number];

/** An order that was filled, whole and once. */
export interface Fill {
  /** Bar in which it was filled, counted from the first bar of the run. */
  readonly bar: number;
  readonly openTimeMs: number;
  readonly action: 'buy' | 'sell';
  readonly reason: OrderReason;
  /** Base asset, positive. */
  readonly size: number;
  /** Quote per base, slippage included. */
  readonly price: number;
  /** Quote asset. */
  readonly fee: number;
  /** Quote asset: what slippage cost against the price before it. */
  readonly slippage: number;
}

/** Why wanted orders did not happen, or not whole, each counted: a refusal is a result, never silence. */
export interface Refusals {
  /** Entry and exit of one side, or both entries, on the same bar: nothing is done. */
  readonly conflictingSignals: number;
  /** The cash or the size came to nothing that can be bought. */
  readonly noCash: number;
  /** A signal on the last bar, of the run or of its instrument, has no next bar to fill on. */
  readonly noNextBar: number;
  /** The price to fill at is unknown (NaN) or not positive. */
  readonly noPrice: number;
  /** Below the smallest size or value that the venue takes, or less than one step. */
  readonly belowMinimum: number;
  /** The distance of a stop or what the size is computed from was unknown or zero at the signal. */
  readonly unknownSize: number;
  /** A limit or stop order that was not reached in its time or before the bars ended, or was called off. */
  readonly unreached: number;
  /** Filled, but with less than was asked for: the cash, the margin or the largest size allowed no more. */
  readonly reduced: number;
}

export const NO_REFUSALS: Refusals = {
  conflictingSignals: 0, noCash: 0, noNextBar: 0, noPrice: 0, belowMinimum: 0, unknownSize: 0, unreached: 0, reduced: 0,
};
