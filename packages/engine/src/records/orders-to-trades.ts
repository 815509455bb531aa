import { additionOf, type Add, type Arithmetic, isNearlyEqual } from './arithmetic.ts';
import { BUY, type OrderRecords } from './order-records.ts';
import type { RowsOf } from './orders-by-instrument.ts';
import { createPositionCost, type PositionCost } from './position-cost.ts';
import { LONG, SHORT, type TradeRecords, TradeRecordsBuilder, type TradeRow } from './trade-records.ts';

/** Where what is still open is valued. */
export interface RunEnd {
  /** The last bar of the run. */
  readonly bar: number;
  /** Close of each instrument at that bar. */
  readonly closes: ArrayLike<number>;
}

/**
 * Orders → trades: one for each order that closes a position or takes a part off it, one for what is open at the end. An order
 * against the position that is larger than it reverses: it closes, and opens the other side with the rest and the rest of
 * the fee. The entry price of a trade is the size-weighted mean of the entries so far, and the entry fees fall to parts by size.
 *
 * @param instruments whose trades are wanted, in this order
 */
export function ordersToTrades(
  orders: OrderRecords,
  rowsOf: RowsOf,
  instruments: readonly number[],
  end: RunEnd,
  arithmetic: Arithmetic,
): TradeRecords {
  const log = new TradeRecordsBuilder((orders.length >>> 1) + instruments.length);
  const walk = new PositionWalk(orders, log, arithmetic);
  for (const instrument of instruments) {
    const rows = rowsOf(instrument);
    for (let index = 0; index < rows.length; index++) walk.fill(instrument, rows[index]!);
    walk.end(instrument, end);
  }
  return log.records();
}

/** Follows the position of one instrument after the other. */
class PositionWalk {
  readonly #orders: OrderRecords;
  readonly #log: TradeRecordsBuilder;
  readonly #isTolerant: boolean;
  readonly #add: Add;
  readonly #cost: PositionCost;
  /** The trade that is written next: what it holds of the position is true from its first order on. */
  readonly #row: TradeRow = {
    instrument: 0, position: -1, side: LONG, isOpen: 0, entryOrder: 0, exitOrder: 0, entryBar: 0, exitBar: 0,
    size: 0, entryPrice: 0, entryFee: 0, exitPrice: 0, exitFee: 0, pnl: 0, returnRate: 0,
  };

  constructor(orders: OrderRecords, log: TradeRecordsBuilder, arithmetic: Arithmetic) {
    this.#orders = orders;
    this.#log = log;
    this.#isTolerant = arithmetic === 'tolerant';
    this.#add = additionOf(arithmetic);
    this.#cost = createPositionCost(arithmetic);
  }

  fill(instrument: number, order: number): void {
    const { size, price, fee } = this.#orders;
    const cost = this.#cost;
    const side = this.#orders.side[order] === BUY ? LONG : SHORT;
    if (cost.size === 0) {
      this.#open(instrument, order, side, size[order]!, fee[order]!);
    } else if (side === this.#row.side) {
      cost.enter(size[order]!, price[order]!, fee[order]!);
    } else {
      this.#leave(instrument, order, side, size[order]!, fee[order]!);
    }
  }

  /** Values what is left at the last close, and is ready for the next instrument. */
  end(instrument: number, { bar, closes }: RunEnd): void {
    const { size } = this.#cost;
    const isLeft = this.#isTolerant ? size > 0 && !isNearlyEqual(size, 0) : size > 0;
    if (isLeft) this.#write(-1, bar, size, closes[instrument]!, 0);
    this.#cost.clear();
  }

  #open(instrument: number, order: number, side: number, size: number, fee: number): void {
    const row = this.#row;
    row.instrument = instrument;
    row.position++;
    row.side = side;
    row.entryOrder = order;
    row.entryBar = this.#orders.bar[order]!;
    this.#cost.enter(size, this.#orders.price[order]!, fee);
  }

  #leave(instrument: number, order: number, side: number, size: number, fee: number): void {
    const held = this.#cost.size;
    const bar = this.#orders.bar[order]!;
    const price = this.#orders.price[order]!;
    if (this.#isTolerant ? isNearlyEqual(size, held) : size === held) {
      this.#write(order, bar, held, price, fee);
      this.#cost.clear();
    } else if (size < held) {
      this.#write(order, bar, size, price, fee);
      this.#cost.reduce(size);
    } else {
      const feeOfClosing = (held / size) * fee;
      this.#write(order, bar, held, price, feeOfClosing);
      this.#cost.clear();
      this.#open(instrument, order, side, size - held, fee - feeOfClosing);
    }
  }

  #write(exitOrder: number, exitBar: number, size: number, exitPrice: number, exitFee: number): void {
    const row = this.#row;
    row.isOpen = exitOrder < 0 ? 1 : 0;
    row.exitOrder = exitOrder;
    row.exitBar = exitBar;
    row.size = size;
    row.entryPrice = this.#cost.price();
    row.entryFee = this.#cost.feeOf(size);
    row.exitPrice = exitPrice;
    row.exitFee = exitFee;
    writeProfit(row, this.#add);
    this.#log.append(row);
  }
}

/** Fills in the profit of a trade, and its share of the entry value, from sizes, prices and fees. */
export function writeProfit(row: TradeRow, add: Add): void {
  const entryValue = row.size * row.entryPrice;
  const exitValue = row.size * row.exitPrice;
  const gain = row.side === LONG ? add(exitValue, -entryValue) : add(entryValue, -exitValue);
  row.pnl = gain - row.entryFee - row.exitFee;
  row.returnRate = row.pnl / entryValue;
}
