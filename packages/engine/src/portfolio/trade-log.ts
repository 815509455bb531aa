import type { Fill, Trade } from '@wick/core';
import { BUY, type OrderRecords, OrderRecordsBuilder, SELL } from '../records/order-records.ts';
import type { Excursions, FilledOrders } from './excursions.ts';
import { fillsToTrades, type LastBar, type PositionNotes } from './fills-to-trades.ts';

/** Fills of one instrument, in order, of which the first can be forgotten. */
export interface FilledLog extends FilledOrders {
  fills(): Fill[];
  priceAt(row: number): number;
  feeAt(row: number): number;
  isAmbiguous(row: number): boolean;
  drop(fills: number): void;
}

export interface FilledTrades {
  readonly fills: readonly Fill[];
  readonly trades: readonly Trade[];
}

/** The fills of a run and the trades that they make, with what is known of positions beside them. */
export class TradeLog {
  readonly #log: FilledLog;
  readonly #excursions: Excursions | undefined;
  readonly #stopShare: PositionNotes['stopShare'];
  readonly #noted: Map<number, number>;

  /** @param noted stop shares by the fill that opened a position; the log forgets them with the fills */
  constructor(log: FilledLog, excursions: Excursions | undefined, stopShare: PositionNotes['stopShare'], noted: Map<number, number> = new Map()) {
    this.#log = log;
    this.#excursions = excursions;
    this.#stopShare = stopShare;
    this.#noted = noted;
  }

  /** All that the log holds. */
  read(last: LastBar): FilledTrades {
    const fills = this.#log.fills();
    return { fills, trades: this.#tradesOf(fills, last) };
  }

  /** The fills as columns, without an object each. */
  orders(): OrderRecords {
    const log = this.#log;
    const orders = new OrderRecordsBuilder(log.length);
    for (let row = 0; row < log.length; row++) {
      const size = log.sizeAt(row);
      orders.append(log.barAt(row), 0, size > 0 ? BUY : SELL, Math.abs(size), log.priceAt(row), log.feeAt(row));
    }
    return orders.records();
  }

  /** Takes the positions that are over out of the log. A position of which a part is open stays whole. */
  takeSettled(): FilledTrades {
    const settled = this.#settled();
    if (settled === 0) return { fills: [], trades: [] };
    const fills = this.#log.fills().slice(0, settled);
    const trades = this.#tradesOf(fills, NOWHERE);
    this.#log.drop(settled);
    this.#excursions?.drop(settled, trades.length);
    const later = [...this.#noted].filter(([fill]) => fill >= settled);
    this.#noted.clear();
    for (const [fill, share] of later) this.#noted.set(fill - settled, share);
    return { fills, trades };
  }

  /** Fills up to the last one after which nothing was held. */
  #settled(): number {
    let position = 0;
    let settled = 0;
    for (let row = 0; row < this.#log.length; row++) {
      position += this.#log.sizeAt(row);
      if (position === 0) settled = row + 1;
    }
    return settled;
  }

  #tradesOf(fills: readonly Fill[], last: LastBar): Trade[] {
    const notes = { isAmbiguous: (fill: number) => this.#log.isAmbiguous(fill), excursions: this.#excursions, stopShare: this.#stopShare };
    return fillsToTrades(fills, notes, last);
  }
}

/** Nothing is open there. */
const NOWHERE: LastBar = { bar: -1, openTimeMs: Number.NaN, close: Number.NaN };
