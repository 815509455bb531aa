import { type Arithmetic, isNearlyEqual } from './arithmetic.ts';
import { BUY, type OrderRecords } from './order-records.ts';
import type { RowsOf } from './orders-by-instrument.ts';
import { PositionCost } from './position-cost.ts';
import { LONG, SHORT, type TradeRecords, TradeRecordsBuilder, writeProfit } from './trade-records.ts';

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
  const log = new TradeRecordsBuilder((orders.length >>> 1) + instruments.length + 1);
  const walk = new PositionWalk(orders, log, arithmetic);
  for (const instrument of instruments) {
    const rows = rowsOf(instrument);
    for (let index = 0; index < rows.length; index++) walk.fill(rows[index]!);
    walk.end(instrument, end);
  }
  return log.records();
}

/** Follows the position of one instrument after the other. Its methods pass rows, not prices: numbers of a row need no room. */
class PositionWalk {
  readonly #orders: OrderRecords;
  readonly #log: TradeRecordsBuilder;
  readonly #arithmetic: Arithmetic;
  readonly #cost: PositionCost;
  /** Of the present position, or the last one. */
  #position = -1;
  #side = LONG;
  #entryOrder = -1;

  constructor(orders: OrderRecords, log: TradeRecordsBuilder, arithmetic: Arithmetic) {
    this.#orders = orders;
    this.#log = log;
    this.#arithmetic = arithmetic;
    this.#cost = new PositionCost(arithmetic);
  }

  /** The next order of the instrument. */
  fill(order: number): void {
    const { size, side, price, fee } = this.#orders;
    const cost = this.#cost;
    if (cost.size === 0) this.#open(order);
    if ((side[order] === BUY ? LONG : SHORT) === this.#side) cost.enter(size[order]!, price[order]!, fee[order]!);
    else if (this.#closes(size[order]!)) this.#close(order);
    else if (size[order]! < cost.size) this.#reduce(order);
    else this.#reverse(order);
  }

  /** Values what is left at the last close, and is ready for the next instrument. */
  end(instrument: number, { bar, closes }: RunEnd): void {
    const { size } = this.#cost;
    const isNothing = size === 0 || (this.#arithmetic === 'tolerant' && isNearlyEqual(size, 0));
    if (!isNothing) {
      const { columns, length: row } = this.#log;
      columns.size[row] = size;
      columns.exitBar[row] = bar;
      columns.exitPrice[row] = closes[instrument]!;
      columns.exitFee[row] = 0;
      this.#write(-1);
    }
    this.#cost.clear();
  }

  #closes(size: number): boolean {
    return this.#arithmetic === 'tolerant' ? isNearlyEqual(size, this.#cost.size) : size === this.#cost.size;
  }

  #open(order: number): void {
    this.#position++;
    this.#side = this.#orders.side[order] === BUY ? LONG : SHORT;
    this.#entryOrder = order;
  }

  #close(order: number): void {
    const { columns, length: row } = this.#log;
    columns.size[row] = this.#cost.size;
    columns.exitFee[row] = this.#orders.fee[order]!;
    this.#writeExit(order);
    this.#cost.clear();
  }

  #reduce(order: number): void {
    const { columns, length: row } = this.#log;
    const size = this.#orders.size[order]!;
    columns.size[row] = size;
    columns.exitFee[row] = this.#orders.fee[order]!;
    this.#writeExit(order);
    this.#cost.reduce(size);
  }

  #reverse(order: number): void {
    const { columns, length: row } = this.#log;
    const { size, price, fee } = this.#orders;
    const held = this.#cost.size;
    const feeOfClosing = (held / size[order]!) * fee[order]!;
    columns.size[row] = held;
    columns.exitFee[row] = feeOfClosing;
    this.#writeExit(order);
    this.#cost.clear();
    this.#open(order);
    this.#cost.enter(size[order]! - held, price[order]!, fee[order]! - feeOfClosing);
  }

  #writeExit(order: number): void {
    const { columns, length: row } = this.#log;
    columns.exitBar[row] = this.#orders.bar[order]!;
    columns.exitPrice[row] = this.#orders.price[order]!;
    this.#write(order);
  }

  /** The rest of the row, whose size and exit are written. @param exitOrder −1 where there is none */
  #write(exitOrder: number): void {
    const { columns, length: row } = this.#log;
    columns.instrument[row] = this.#orders.instrument[this.#entryOrder]!;
    columns.position[row] = this.#position;
    columns.side[row] = this.#side;
    columns.isOpen[row] = exitOrder < 0 ? 1 : 0;
    columns.entryOrder[row] = this.#entryOrder;
    columns.exitOrder[row] = exitOrder;
    columns.entryBar[row] = this.#orders.bar[this.#entryOrder]!;
    columns.entryPrice[row] = this.#cost.price;
    columns.entryFee[row] = this.#cost.feeOf(columns.size[row]!);
    writeProfit(columns, row, this.#arithmetic);
    this.#log.next();
  }
}
