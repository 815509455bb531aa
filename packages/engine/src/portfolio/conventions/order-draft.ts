import type { OrderReason } from '@wick/core';

/** What the size of an order counts. `weight`: the share of the equity to hold. */
export type SizeUnit = 'amount' | 'value' | 'percent' | 'weight';

/** Which positions an order may lead to. */
export type Direction = 'both' | 'long' | 'short';

/** The one order of an instrument on one bar. */
export class OrderDraft {
  /** Above 0 buys, below 0 sells, 0 is no order; ±Infinity is as much as there is. */
  size = 0;
  unit: SizeUnit = 'amount';
  direction: Direction = 'both';
  /** Before slippage. */
  price = Number.NaN;
  /** A share of the price. */
  slippage = 0;
  /** Of the stop that made it; undefined for an order of signals. */
  stop: OrderReason | undefined;
}
