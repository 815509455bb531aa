import type { OrderReason } from '@wick/core';
import type { FillLog } from './fill-log.ts';
import type { PortfolioState } from './portfolio-state.ts';
import type { Models } from './position-rules.ts';
import type { Direction } from './slippage-model.ts';

/** A moment at which an order meets the market. */
export interface Market {
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
export function openPosition(state: PortfolioState, models: Models, log: FillLog, market: Market, side: Direction): void {
  const price = models.slippage.takerPrice(market.price, side);
  if (!isPrice(price)) {
    state.noPrice++;
    return;
  }
  const size = models.sizes.sizeOf(state.cash, price);
  if (!(size > 0)) {
    state.noCash++;
    return;
  }
  state.position = side * size;
  state.entryPrice = price;
  state.bestPrice = price;
  settle(state, log, market, state.position, price, models.fees.feeOf(size * price, 'taker'), 'entry', false);
}

/**
 * Closes the whole position: a take profit as a maker at the market's price, everything else as a taker.
 * Refused, and counted, if the price is no price.
 */
export function closePosition(
  state: PortfolioState,
  models: Models,
  log: FillLog,
  market: Market,
  reason: Exclude<OrderReason, 'entry'>,
  ambiguous: boolean,
): void {
  const size = -state.position;
  const isMaker = reason === 'take-profit';
  const price = isMaker ? market.price : models.slippage.takerPrice(market.price, size > 0 ? 1 : -1);
  if (!isPrice(price)) {
    state.noPrice++;
    return;
  }
  state.position = 0;
  state.entryPrice = 0;
  state.bestPrice = 0;
  const fee = models.fees.feeOf(Math.abs(size) * price, isMaker ? 'maker' : 'taker');
  settle(state, log, market, size, price, fee, reason, ambiguous);
}

/** The only place where cash moves: by −(size × price) − fee, with a negative size for a sale. */
function settle(
  state: PortfolioState,
  log: FillLog,
  { bar, openTimeMs, price: marketPrice }: Market,
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
