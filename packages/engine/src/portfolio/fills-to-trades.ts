import type { Fill, Trade } from '@wick/core';
import { BUY, OrderRecordsBuilder, SELL } from '../records/order-records.ts';
import { ordersByInstrument } from '../records/orders-by-instrument.ts';
import { ordersToTrades } from '../records/orders-to-trades.ts';
import { LONG, type TradeRecords } from '../records/trade-records.ts';
import type { Excursions } from './excursions.ts';

/** Where a trade that is still open is marked: the last bar of the run and its close. */
export interface LastBar {
  readonly bar: number;
  readonly openTimeMs: number;
  readonly close: number;
}

/** What is known of positions beside their fills. */
export interface PositionNotes {
  /** Of the fill at this index. */
  isAmbiguous(fill: number): boolean;
  /** undefined where nobody recorded them. */
  readonly excursions: Pick<Excursions, 'lowest' | 'highest'> | undefined;
  /**
   * Distance from the entry price to the nearest stop, as a share of it; undefined without a stop. A function where it is
   * another for each position: it is given the index of the fill that opened it.
   */
  readonly stopShare: number | undefined | ((entryFill: number) => number | undefined);
}

/**
 * Fills of one instrument, in order → trades. A fill that closes a position or a part of it makes a trade of that part, and what is
 * open at the end makes one that is valued at the last close, without the exit fee and slippage it has not paid. A fill
 * against the position that is larger than it closes it and opens the other side.
 *
 * Trades of one position have the same `position`. Their entry price is the size-weighted mean of its entries so far, to the
 * bit the fill's while there was one; entry fees fall to parts by size. MAE and MFE look at the life of the position up to
 * the trade's exit.
 */
export function fillsToTrades(fills: readonly Fill[], notes: PositionNotes, last: LastBar): Trade[] {
  const orders = new OrderRecordsBuilder(fills.length);
  for (const { bar, action, size, price, fee } of fills) orders.append(bar, 0, action === 'buy' ? BUY : SELL, size, price, fee);
  const records = orders.records();
  const rows = ordersToTrades(records, ordersByInstrument(records, 1), [0], { bar: last.bar, closes: [last.close] }, 'exact');
  const seen = notes.excursions && new SeenPrices(fills, rows, notes.excursions);
  const trades: Trade[] = [];
  for (let row = 0; row < rows.length; row++) {
    seen?.follow(row);
    trades.push(tradeAt(row, rows, fills, seen, notes, last));
  }
  return trades;
}

function tradeAt(
  row: number,
  rows: TradeRecords,
  fills: readonly Fill[],
  seen: SeenPrices | undefined,
  notes: PositionNotes,
  last: LastBar,
): Trade {
  const entryFill = rows.entryOrder[row]!;
  const exitFill = rows.exitOrder[row]!;
  const exit = exitFill < 0 ? undefined : fills[exitFill]!;
  const size = rows.size[row]!;
  const entryPrice = rows.entryPrice[row]!;
  const stopShare = typeof notes.stopShare === 'function' ? notes.stopShare(entryFill) : notes.stopShare;
  return {
    position: rows.position[row]!,
    side: rows.side[row] === LONG ? 'long' : 'short',
    status: exit ? 'closed' : 'open',
    entryBar: rows.entryBar[row]!,
    entryTimeMs: fills[entryFill]!.openTimeMs,
    entryPrice,
    exitBar: rows.exitBar[row]!,
    exitTimeMs: exit ? exit.openTimeMs : last.openTimeMs,
    exitPrice: rows.exitPrice[row]!,
    exitReason: exit ? exitReasonOf(exit) : 'end',
    size,
    entryFee: rows.entryFee[row]!,
    exitFee: rows.exitFee[row]!,
    pnl: rows.pnl[row]!,
    returnRate: rows.returnRate[row]!,
    mae: seen ? seen.mae : null,
    mfe: seen ? seen.mfe : null,
    initialRisk: stopShare === undefined ? null : size * entryPrice * stopShare,
    ambiguous: exit !== undefined && notes.isAmbiguous(exitFill),
  };
}

/** An entry that reverses is the exit of what was there. */
const exitReasonOf = ({ reason }: Fill): Trade['exitReason'] => (reason === 'entry' ? 'exit' : reason);

/**
 * MAE and MFE of one trade after the other: from the prices of the market that its position certainly saw, of the position's
 * fills so far, and of its own exit.
 */
class SeenPrices {
  mae = 0;
  mfe = 0;
  readonly #fills: readonly Fill[];
  readonly #trades: TradeRecords;
  readonly #market: Pick<Excursions, 'lowest' | 'highest'>;
  #lowestFill = 0;
  #highestFill = 0;
  /** Those of the position before this one are counted. */
  #nextFill = 0;

  constructor(fills: readonly Fill[], trades: TradeRecords, market: Pick<Excursions, 'lowest' | 'highest'>) {
    this.#fills = fills;
    this.#trades = trades;
    this.#market = market;
  }

  /** @param trade the one after the last */
  follow(trade: number): void {
    const { position, side, entryOrder, exitOrder, entryPrice, exitPrice } = this.#trades;
    if (trade === 0 || position[trade] !== position[trade - 1]) this.#begin(entryOrder[trade]!);
    this.#count(exitOrder[trade]! < 0 ? this.#fills.length : exitOrder[trade]!);
    const lowest = Math.min(this.#market.lowest(trade), this.#lowestFill, exitPrice[trade]!);
    const highest = Math.max(this.#market.highest(trade), this.#highestFill, exitPrice[trade]!);
    const entry = entryPrice[trade]!;
    const isLong = side[trade] === LONG;
    this.mae = Math.min(0, isLong ? lowest / entry - 1 : 1 - highest / entry);
    this.mfe = Math.max(0, isLong ? highest / entry - 1 : 1 - lowest / entry);
  }

  #begin(entryFill: number): void {
    this.#nextFill = entryFill;
    this.#lowestFill = Infinity;
    this.#highestFill = -Infinity;
  }

  #count(end: number): void {
    for (; this.#nextFill < end; this.#nextFill++) {
      const { price } = this.#fills[this.#nextFill]!;
      this.#lowestFill = Math.min(this.#lowestFill, price);
      this.#highestFill = Math.max(this.#highestFill, price);
    }
  }
}
