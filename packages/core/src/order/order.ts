/** Why an order was sent. */
export const ORDER_REASONS = ['entry', 'exit', 'stop-loss', 'take-profit', 'trailing-stop'] as const;
export type OrderReason = (typeof ORDER_REASONS)[number];

/** An order that was filled. Market orders only, so each has one fill. */
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

/** Why wanted orders did not happen, each counted: a refusal is a result, never silence. */
export interface Refusals {
  /** Entry and exit of one side, or both entries, on the same bar: nothing is done. */
  readonly conflictingSignals: number;
  /** The cash or the size came to nothing that can be bought. */
  readonly noCash: number;
  /** A signal on the last bar has no next bar to fill on. */
  readonly noNextBar: number;
  /** The price to fill at is unknown (NaN) or not positive. */
  readonly noPrice: number;
}
