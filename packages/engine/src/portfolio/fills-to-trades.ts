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
  const seen = createSeenPrices(fills, rows, notes.excursions);
  const stopShareOf = typeof notes.stopShare === 'function' ? notes.stopShare : () => notes.stopShare as number | undefined;
  return Array.from({ length: rows.length }, (_, row) => {
    const entryFill = rows.entryOrder[row]!;
    const exitFill = rows.exitOrder[row]!;
    const exit = fills[exitFill];
    const stopShare = stopShareOf(entryFill);
    return {
      position: rows.position[row]!,
      side: rows.side[row] === LONG ? 'long' : 'short',
      status: exit ? 'closed' : 'open',
      entryBar: rows.entryBar[row]!,
      entryTimeMs: fills[entryFill]!.openTimeMs,
      entryPrice: rows.entryPrice[row]!,
      exitBar: rows.exitBar[row]!,
      exitTimeMs: exit ? exit.openTimeMs : last.openTimeMs,
      exitPrice: rows.exitPrice[row]!,
      exitReason: exit ? exitReasonOf(exit) : 'end',
      size: rows.size[row]!,
      entryFee: rows.entryFee[row]!,
      exitFee: rows.exitFee[row]!,
      pnl: rows.pnl[row]!,
      returnRate: rows.returnRate[row]!,
      ...seen(row),
      initialRisk: stopShare === undefined ? null : rows.size[row]! * rows.entryPrice[row]! * stopShare,
      ambiguous: exit !== undefined && notes.isAmbiguous(exitFill),
    };
  });
}

/** An entry that reverses is the exit of what was there. */
const exitReasonOf = ({ reason }: Fill): Trade['exitReason'] => (reason === 'entry' ? 'exit' : reason);

/**
 * MAE and MFE of one trade after the other: from the prices of the market that its position certainly saw, of the position's
 * fills so far, and of its own exit.
 */
function createSeenPrices(
  fills: readonly Fill[],
  { position, side, entryOrder, exitOrder, entryPrice, exitPrice }: TradeRecords,
  excursions: PositionNotes['excursions'],
): (trade: number) => Pick<Trade, 'mae' | 'mfe'> {
  let lowestFill = 0;
  let highestFill = 0;
  let nextFill = 0; // those of the position before this one are counted
  return (trade) => {
    if (!excursions) return { mae: null, mfe: null };
    if (trade === 0 || position[trade] !== position[trade - 1]) {
      nextFill = entryOrder[trade]!;
      lowestFill = Infinity;
      highestFill = -Infinity;
    }
    const end = exitOrder[trade]! < 0 ? fills.length : exitOrder[trade]!;
    for (; nextFill < end; nextFill++) {
      lowestFill = Math.min(lowestFill, fills[nextFill]!.price);
      highestFill = Math.max(highestFill, fills[nextFill]!.price);
    }
    const lowest = Math.min(excursions.lowest(trade), lowestFill, exitPrice[trade]!);
    const highest = Math.max(excursions.highest(trade), highestFill, exitPrice[trade]!);
    const entry = entryPrice[trade]!;
    return side[trade] === LONG
      ? { mae: Math.min(0, lowest / entry - 1), mfe: Math.max(0, highest / entry - 1) }
      : { mae: Math.min(0, 1 - highest / entry), mfe: Math.max(0, 1 - lowest / entry) };
  };
}
