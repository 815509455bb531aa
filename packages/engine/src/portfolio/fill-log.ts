import { type Fill, ORDER_REASONS, type OrderReason } from '@wick/core';

/** A reason's code in the log is its place in {@link ORDER_REASONS}. */
const REASON_CODES = Object.fromEntries(ORDER_REASONS.map((reason, code) => [reason, code])) as Record<OrderReason, number>;
const REASON = 0b1111;
const AMBIGUOUS = 128;

/** When in its bar an order was filled: before the range, somewhere in it, or after it. */
export const FILL_MOMENTS = ['open', 'range', 'close'] as const;
export type FillMoment = (typeof FILL_MOMENTS)[number];
const MOMENT_SHIFT = 4;

/** A fill as the portfolio writes it: `size` is negative for a sale. */
export interface FillEntry extends Omit<Fill, 'action'> {
  /** The bar did not say what came first (a stop and a target, an order filled within it), and the worse was taken. */
  readonly ambiguous: boolean;
  readonly moment: FillMoment;
  /** Its place among the fills of all instruments of the account. */
  readonly sequence: number;
}

interface Columns {
  readonly bar: Float64Array;
  readonly openTimeMs: Float64Array;
  readonly size: Float64Array;
  readonly price: Float64Array;
  readonly fee: Float64Array;
  readonly slippage: Float64Array;
  readonly sequence: Float64Array;
  /** Reason code, moment, and {@link AMBIGUOUS}. */
  readonly note: Uint8Array;
}

/** Everything that was filled, as columns that grow: a run with a million fills makes no million objects on its way. */
export class FillLog {
  length = 0;
  #columns = allocate(64);

  append(entry: FillEntry): void {
    if (this.length === this.#columns.note.length) this.#columns = enlarge(this.#columns);
    const row = this.length++;
    const columns = this.#columns;
    columns.bar[row] = entry.bar;
    columns.openTimeMs[row] = entry.openTimeMs;
    columns.size[row] = entry.size;
    columns.price[row] = entry.price;
    columns.fee[row] = entry.fee;
    columns.slippage[row] = entry.slippage;
    columns.sequence[row] = entry.sequence;
    columns.note[row] = REASON_CODES[entry.reason] | (FILL_MOMENTS.indexOf(entry.moment) << MOMENT_SHIFT) | (entry.ambiguous ? AMBIGUOUS : 0);
  }

  /** Forgets the first fills; the next one has row 0. */
  drop(fills: number): void {
    for (const column of Object.values(this.#columns) as Float64Array[]) column.copyWithin(0, fills, this.length);
    this.length -= fills;
  }

  /** In the order in which they happened. */
  fills(): Fill[] {
    return Array.from({ length: this.length }, (_, row) => fillAt(this.#columns, row));
  }

  /** @param row 0 to `length` − 1, here and below */
  barAt(row: number): number {
    return this.#columns.bar[row]!;
  }

  /** Among the fills of all instruments of the account. */
  sequenceAt(row: number): number {
    return this.#columns.sequence[row]!;
  }

  reasonAt(row: number): OrderReason {
    return ORDER_REASONS[this.#columns.note[row]! & REASON]!;
  }

  momentAt(row: number): FillMoment {
    return FILL_MOMENTS[(this.#columns.note[row]! >>> MOMENT_SHIFT) & 0b11]!;
  }

  /** Negative for a sale. */
  sizeAt(row: number): number {
    return this.#columns.size[row]!;
  }

  priceAt(row: number): number {
    return this.#columns.price[row]!;
  }

  feeAt(row: number): number {
    return this.#columns.fee[row]!;
  }

  isAmbiguous(row: number): boolean {
    return (this.#columns.note[row]! & AMBIGUOUS) !== 0;
  }
}

function fillAt(columns: Columns, row: number): Fill {
  const size = columns.size[row]!;
  return {
    bar: columns.bar[row]!,
    openTimeMs: columns.openTimeMs[row]!,
    action: size > 0 ? 'buy' : 'sell',
    reason: ORDER_REASONS[columns.note[row]! & REASON]!,
    size: Math.abs(size),
    price: columns.price[row]!,
    fee: columns.fee[row]!,
    slippage: columns.slippage[row]!,
  };
}

const allocate = (rows: number): Columns => ({
  bar: new Float64Array(rows),
  openTimeMs: new Float64Array(rows),
  size: new Float64Array(rows),
  price: new Float64Array(rows),
  fee: new Float64Array(rows),
  slippage: new Float64Array(rows),
  sequence: new Float64Array(rows),
  note: new Uint8Array(rows),
});

function enlarge(old: Columns): Columns {
  const columns = allocate(old.note.length * 2);
  for (const name of Object.keys(columns) as (keyof Columns)[]) columns[name].set(old[name]);
  return columns;
}
