import type { OrderReason } from '@wick/core';
import type { Account } from './account.ts';
import type { Liquidity } from './fee-model.ts';
import type { FillMoment } from './fill-log.ts';
import type { Instrument } from './instrument.ts';
import type { Models } from './models.ts';
import type { Direction } from './slippage-model.ts';

/** Where orders of one account meet the market. */
export class Desk {
  readonly account: Account;
  readonly instruments: readonly Instrument[];
  readonly models: Models;
  /** Bars before the block at hand. */
  firstBar = 0;
  /** When in the bar at hand orders are filled now. */
  moment: FillMoment = 'open';
  /** What each instrument is worth at the moment, by the index of its book. */
  readonly prices: Float64Array;

  constructor(account: Account, instruments: readonly Instrument[], models: Models) {
    this.account = account;
    this.instruments = instruments;
    this.models = models;
    this.prices = new Float64Array(1 + Math.max(-1, ...instruments.map(({ book }) => book.index))).fill(Number.NaN);
  }

  /** Takes what a position pays as funding; below zero it receives. */
  payFunding({ book }: Instrument, amount: number): void {
    if (amount === 0) return;
    this.account.cash -= amount;
    book.fundingPaid += amount;
  }

  /** The moment is the open of a bar: where there is no candle, the last close still counts. */
  markAtOpen(bar: number): void {
    for (const instrument of this.instruments) {
      const { book } = instrument;
      this.prices[book.index] = instrument.isPresent(bar) ? instrument.open[bar]! : this.#lastMark(instrument, bar);
    }
  }

  /** The moment is the close of a bar. */
  markAtClose(bar: number): void {
    for (const { book, mark } of this.instruments) this.prices[book.index] = mark[bar]!;
  }

  #lastMark({ book, mark }: Instrument, bar: number): number {
    return bar === 0 ? book.lastClose : mark[bar - 1]!;
  }

  /** What a fill of this size costs a unit, when the market is at `market`. Makers get that price. */
  priceOf({ high, low, volume }: Instrument, bar: number, market: number, direction: Direction, liquidity: Liquidity, size: number): number {
    if (liquidity === 'maker') return market;
    return this.models.slippage.takerPrice(market, direction, high[bar]! - low[bar]!, volume[bar]!, size);
  }

  /** Moves the cash by −(size × price) − fee, with a negative size for a sale, and writes the fill down. */
  settle(instrument: Instrument, bar: number, size: number, price: number, market: number, fee: number, reason: OrderReason, ambiguous: boolean): void {
    this.account.cash += -(size * price) - fee;
    this.log(instrument, bar, size, price, market, fee, reason, ambiguous);
  }

  log(instrument: Instrument, bar: number, size: number, price: number, market: number, fee: number, reason: OrderReason, ambiguous: boolean): void {
    instrument.book.log.append({
      bar: this.firstBar + bar,
      openTimeMs: instrument.openTimeMs[bar]!,
      size,
      price,
      fee,
      slippage: Math.abs(size) * Math.abs(price - market),
      reason,
      ambiguous,
      moment: this.moment,
      sequence: this.account.fills++,
    });
  }
}

export const isPrice = (price: number): boolean => price > 0 && price < Infinity;
