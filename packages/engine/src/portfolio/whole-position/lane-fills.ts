import { type Fill, ORDER_REASONS, type OrderReason } from '@wick/core';
import type { FillMoment } from '../fill-log.ts';

/** Reasons as numbers: their place in {@link ORDER_REASONS}. */
export const ENTRY = 0;
export const EXIT = 1;
export const STOP_LOSS = 2;
export const TAKE_PROFIT = 3;
export const TRAILING_STOP = 4;
export const TIME = ORDER_REASONS.indexOf('time');
/** Added to the reason: the bar held both a stop and a target, and the worse was taken. */
export const AMBIGUOUS = 128;

const FIELDS = 7;

/** The fills of one run: seven numbers a fill, one after another, in an array that grows. */
export class LaneFills {
  length = 0;
  readonly #moment: FillMoment;
  #cells = new Float64Array(64 * FIELDS);

  /** @param moment of entries and exits by signals and by time; stops are filled within the range */
  constructor(moment: FillMoment = 'open') {
    this.#moment = moment;
  }

  /** @param size negative for a sale */
  append(bar: number, openTimeMs: number, size: number, price: number, fee: number, slippage: number, note: number): void {
    const at = this.length++ * FIELDS;
    if (at === this.#cells.length) this.#grow();
    const cells = this.#cells;
    cells[at] = bar;
    cells[at + 1] = openTimeMs;
    cells[at + 2] = size;
    cells[at + 3] = price;
    cells[at + 4] = fee;
    cells[at + 5] = slippage;
    cells[at + 6] = note;
  }

  clear(): void {
    this.length = 0;
  }

  /** Forgets the first fills; the next one has row 0. */
  drop(fills: number): void {
    this.#cells.copyWithin(0, fills * FIELDS, this.length * FIELDS);
    this.length -= fills;
  }

  barAt(fill: number): number {
    return this.#cells[fill * FIELDS]!;
  }

  reasonAt(fill: number): OrderReason {
    return ORDER_REASONS[this.#cells[fill * FIELDS + 6]! & ~AMBIGUOUS]!;
  }

  momentAt(fill: number): FillMoment {
    const reason = this.#cells[fill * FIELDS + 6]! & ~AMBIGUOUS;
    return reason > EXIT && reason !== TIME ? 'range' : this.#moment;
  }

  /** Negative for a sale. */
  sizeAt(fill: number): number {
    return this.#cells[fill * FIELDS + 2]!;
  }

  priceAt(fill: number): number {
    return this.#cells[fill * FIELDS + 3]!;
  }

  feeAt(fill: number): number {
    return this.#cells[fill * FIELDS + 4]!;
  }

  isAmbiguous(fill: number): boolean {
    return (this.#cells[fill * FIELDS + 6]! & AMBIGUOUS) !== 0;
  }

  /** In the order in which they happened. */
  fills(): Fill[] {
    return Array.from({ length: this.length }, (_, fill) => {
      const [bar, openTimeMs, size, price, fee, slippage] = this.#cells.subarray(fill * FIELDS);
      return {
        bar: bar!,
        openTimeMs: openTimeMs!,
        action: size! > 0 ? 'buy' : 'sell',
        reason: this.reasonAt(fill),
        size: Math.abs(size!),
        price: price!,
        fee: fee!,
        slippage: slippage!,
      };
    });
  }

  #grow(): void {
    const larger = new Float64Array(this.#cells.length * 2);
    larger.set(this.#cells);
    this.#cells = larger;
  }
}
