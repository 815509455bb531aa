import { type Arithmetic, isNearlyEqual } from './arithmetic.ts';

/**
 * Trades as columns: row `i` of each column belongs to trade `i`. There is one trade for each order that closed a position or a
 * part of it, and one for what is open at the end. They stand by instrument, then in time.
 */
export interface TradeRecords extends Readonly<TradeColumns> {
  readonly length: number;
}

export interface TradeColumns {
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

/**
 * Trade records that grow. The row at `length` is the one that is being written: who writes into its columns calls `next` when it
 * is complete. (A row handed over as an object would cost an allocation for each of its numbers.)
 */
export class TradeRecordsBuilder {
  length = 0;
  columns: TradeColumns;
  #rows: number;

  /** @param expectedTrades how many will come, about */
  constructor(expectedTrades: number) {
    this.#rows = Math.max(1, expectedTrades);
    this.columns = allocate(this.#rows);
  }

  /** The row is complete; there is room for another. */
  next(): void {
    this.length++;
    if (this.length === this.#rows) this.#grow();
  }

  /** What is complete, without a copy. */
  records(): TradeRecords {
    const names = Object.keys(this.columns) as (keyof TradeColumns)[];
    const used = Object.fromEntries(names.map((name) => [name, this.columns[name].subarray(0, this.length)]));
    return { length: this.length, ...(used as unknown as TradeColumns) };
  }

  #grow(): void {
    this.#rows *= 2;
    const larger = allocate(this.#rows);
    for (const name of Object.keys(larger) as (keyof TradeColumns)[]) larger[name].set(this.columns[name]);
    this.columns = larger;
  }
}

/** Fills in the profit of a row, and its share of the entry value, from its size, prices and fees. */
export function writeProfit(columns: TradeColumns, row: number, arithmetic: Arithmetic): void {
  const entryValue = columns.size[row]! * columns.entryPrice[row]!;
  const exitValue = columns.size[row]! * columns.exitPrice[row]!;
  const isNothing = arithmetic === 'tolerant' && isNearlyEqual(entryValue, exitValue);
  const gain = isNothing ? 0 : columns.side[row] === LONG ? exitValue - entryValue : entryValue - exitValue;
  const pnl = gain - columns.entryFee[row]! - columns.exitFee[row]!;
  columns.pnl[row] = pnl;
  columns.returnRate[row] = pnl / entryValue;
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
