/**
 * Filled orders as columns, in order of execution: row `i` of each column belongs to order `i`. The bars of one instrument
 * ascend; those of different instruments may alternate or follow one another.
 */
export interface OrderRecords {
  readonly length: number;
  /** Bar in which the order was filled, counted from the first of the run. */
  readonly bar: Int32Array;
  /** Which of the run's instruments, counted from 0. */
  readonly instrument: Int32Array;
  /** Base asset, above zero. */
  readonly size: Float64Array;
  /** {@link BUY} or {@link SELL}. */
  readonly side: Uint8Array;
  /** Quote per base, slippage included. */
  readonly price: Float64Array;
  /** Quote asset. */
  readonly fee: Float64Array;
}

export const BUY = 0;
export const SELL = 1;

const FIRST_ROWS = 64;

/** Order records that grow: an append writes six numbers and allocates nothing, but for the doubling of the columns. */
export class OrderRecordsBuilder {
  length = 0;
  #rows: number;
  #bar: Int32Array;
  #instrument: Int32Array;
  #size: Float64Array;
  #side: Uint8Array;
  #price: Float64Array;
  #fee: Float64Array;

  /** @param expectedOrders how many will come, if known: the columns are then allocated once */
  constructor(expectedOrders = FIRST_ROWS) {
    const rows = Math.max(1, expectedOrders);
    this.#rows = rows;
    this.#bar = new Int32Array(rows);
    this.#instrument = new Int32Array(rows);
    this.#size = new Float64Array(rows);
    this.#side = new Uint8Array(rows);
    this.#price = new Float64Array(rows);
    this.#fee = new Float64Array(rows);
  }

  /**
   * @param size above zero
   * @param side {@link BUY} or {@link SELL}
   * @param price slippage included
   */
  append(bar: number, instrument: number, side: number, size: number, price: number, fee: number): void {
    const row = this.length;
    if (row === this.#rows) this.#grow();
    this.#bar[row] = bar;
    this.#instrument[row] = instrument;
    this.#side[row] = side;
    this.#size[row] = size;
    this.#price[row] = price;
    this.#fee[row] = fee;
    this.length = row + 1;
  }

  /** What was appended so far, without a copy. Appending changes none of it. */
  records(): OrderRecords {
    const { length } = this;
    return {
      length,
      bar: this.#bar.subarray(0, length),
      instrument: this.#instrument.subarray(0, length),
      size: this.#size.subarray(0, length),
      side: this.#side.subarray(0, length),
      price: this.#price.subarray(0, length),
      fee: this.#fee.subarray(0, length),
    };
  }

  /** Forgets all orders and keeps the room for them: records that were read before are overwritten. */
  clear(): void {
    this.length = 0;
  }

  #grow(): void {
    const rows = this.#rows * 2;
    this.#rows = rows;
    this.#bar = enlarged(this.#bar, new Int32Array(rows));
    this.#instrument = enlarged(this.#instrument, new Int32Array(rows));
    this.#size = enlarged(this.#size, new Float64Array(rows));
    this.#side = enlarged(this.#side, new Uint8Array(rows));
    this.#price = enlarged(this.#price, new Float64Array(rows));
    this.#fee = enlarged(this.#fee, new Float64Array(rows));
  }
}

function enlarged<Column extends Int32Array | Float64Array | Uint8Array>(old: Column, larger: Column): Column {
  larger.set(old);
  return larger;
}
