/**
 * Trades as columns: row `i` of each column belongs to trade `i`. There is one trade for each order that closed a position or a
 * part of it, and one for what is open at the end. They stand by instrument, then in time.
 */
export interface TradeRecords extends Readonly<TradeColumns> {
  readonly length: number;
}

interface TradeColumns {
  instrument: Int32Array;
  /** Which position it belongs to, counted from 0 in the order of these rows. */
  position: Int32Array;
  /** {@link LONG} or {@link SHORT}. */
  side: Uint8Array;
  /** 1 while the position is open at the end: it is then valued at the last close, without a fee. */
  isOpen: Uint8Array;
  /** Row of the order that opened the position. */
  entryOrder: Int32Array;
  /** Row of the order that closed it, or a part of it; −1 while it is open. */
  exitOrder: Int32Array;
  entryBar: Int32Array;
  /** The last bar of the run while it is open. */
  exitBar: Int32Array;
  /** Base asset: what was closed, or is open. */
  size: Float64Array;
  /** Size-weighted mean of the entries. */
  entryPrice: Float64Array;
  /** The part of the entry fees that falls to `size`. */
  entryFee: Float64Array;
  exitPrice: Float64Array;
  exitFee: Float64Array;
  /** After both fees. */
  pnl: Float64Array;
  /** pnl / (size × entry price). */
  returnRate: Float64Array;
}

export const LONG = 0;
export const SHORT = 1;

/** One row, as it is written. */
export interface TradeRow {
  instrument: number;
  position: number;
  side: number;
  isOpen: number;
  entryOrder: number;
  exitOrder: number;
  entryBar: number;
  exitBar: number;
  size: number;
  entryPrice: number;
  entryFee: number;
  exitPrice: number;
  exitFee: number;
  pnl: number;
  returnRate: number;
}

/** Trade records that grow. */
export class TradeRecordsBuilder {
  length = 0;
  #rows: number;
  #columns: TradeColumns;

  /** @param expectedTrades how many will come, about */
  constructor(expectedTrades: number) {
    this.#rows = Math.max(1, expectedTrades);
    this.#columns = allocate(this.#rows);
  }

  append(trade: TradeRow): void {
    if (this.length === this.#rows) this.#grow();
    const row = this.length++;
    const columns = this.#columns;
    columns.instrument[row] = trade.instrument;
    columns.position[row] = trade.position;
    columns.side[row] = trade.side;
    columns.isOpen[row] = trade.isOpen;
    columns.entryOrder[row] = trade.entryOrder;
    columns.exitOrder[row] = trade.exitOrder;
    columns.entryBar[row] = trade.entryBar;
    columns.exitBar[row] = trade.exitBar;
    columns.size[row] = trade.size;
    columns.entryPrice[row] = trade.entryPrice;
    columns.entryFee[row] = trade.entryFee;
    columns.exitPrice[row] = trade.exitPrice;
    columns.exitFee[row] = trade.exitFee;
    columns.pnl[row] = trade.pnl;
    columns.returnRate[row] = trade.returnRate;
  }

  /** What was appended so far, without a copy. */
  records(): TradeRecords {
    const names = Object.keys(this.#columns) as (keyof TradeColumns)[];
    const used = Object.fromEntries(names.map((name) => [name, this.#columns[name].subarray(0, this.length)]));
    return { length: this.length, ...(used as unknown as TradeColumns) };
  }

  #grow(): void {
    this.#rows *= 2;
    const larger = allocate(this.#rows);
    for (const name of Object.keys(larger) as (keyof TradeColumns)[]) larger[name].set(this.#columns[name]);
    this.#columns = larger;
  }
}

const allocate = (rows: number): TradeColumns => ({
  instrument: new Int32Array(rows),
  position: new Int32Array(rows),
  side: new Uint8Array(rows),
  isOpen: new Uint8Array(rows),
  entryOrder: new Int32Array(rows),
  exitOrder: new Int32Array(rows),
  entryBar: new Int32Array(rows),
  exitBar: new Int32Array(rows),
  size: new Float64Array(rows),
  entryPrice: new Float64Array(rows),
  entryFee: new Float64Array(rows),
  exitPrice: new Float64Array(rows),
  exitFee: new Float64Array(rows),
  pnl: new Float64Array(rows),
  returnRate: new Float64Array(rows),
});
