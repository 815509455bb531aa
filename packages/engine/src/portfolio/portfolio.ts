import type { OrderReason } from '@wick/core';
import type { FillLog } from './fill-log.ts';
import type { Models } from './models.ts';
import type { PortfolioState } from './portfolio-state.ts';
import type { Direction } from './slippage-model.ts';

/** Where and when an order meets the market. */
export interface PricePoint {
  /** Counted from the first bar of the run. */
  readonly bar: number;
  readonly openTimeMs: number;
  /** Before slippage. */
  readonly price: number;
}

/**
 * Opens a position as a taker, long (1) or short (−1).
 * Refused, and counted, if the price is no price or the equity buys nothing.
 */
export function openPosition(
  state: PortfolioState,
  models: Models,
  log: FillLog,
  point: PricePoint,
  side: Direction,
): void {
  const price = models.slippage.takerPrice(point.price, side);
  if (!isPrice(price)) {
    state.noPrice++;
    return;
  }
  const size = models.sizes.sizeOf(state.cash, price); // flat, so the cash is the equity
  if (!(size > 0)) {
    state.noCash++;
    return;
  }
  state.position = side * size;
  state.entryPrice = price;
  state.bestPrice = price;
  settle(state, log, point, state.position, price, models.fees.feeOf(size * price, 'taker'), 'entry', false);
}

/**
 * Closes the whole position: a take profit as a maker at the market's price, everything else as a taker.
 * Refused, and counted, if the price is no price.
 */
export function closePosition(
  state: PortfolioState,
  models: Models,
  log: FillLog,
  point: PricePoint,
  reason: Exclude<OrderReason, 'entry'>,
  ambiguous: boolean,
): void {
  const size = -state.position;
  const isMaker = reason === 'take-profit';
  const price = isMaker ? point.price : models.slippage.takerPrice(point.price, size > 0 ? 1 : -1);
  if (!isPrice(price)) {
    state.noPrice++;
    return;
  }
  state.position = 0;
  state.entryPrice = 0;
  state.bestPrice = 0;
  const fee = models.fees.feeOf(Math.abs(size) * price, isMaker ? 'maker' : 'taker');
  settle(state, log, point, size, price, fee, reason, ambiguous);
}

/** The only place where cash moves: by −(size × price) − fee, with a negative size for a sale. */
function settle(
  state: PortfolioState,
  log: FillLog,
  { bar, openTimeMs, price: marketPrice }: PricePoint,
  size: number,
  price: number,
  fee: number,
  reason: OrderReason,
  ambiguous: boolean,
): void {
  state.cash += -(size * price) - fee;
  const slippage = Math.abs(size) * Math.abs(price - marketPrice);
  log.append({ bar, openTimeMs, size, price, fee, slippage, reason, ambiguous });
}

const isPrice = (price: number): boolean => price > 0 && price < Infinity;
