import type { Arithmetic } from './arithmetic.ts';

/**
 * What the open part of a position was bought, or sold, for: its size, the size-weighted mean price of its entries and their fees.
 *
 * `exact` keeps the price itself: while there was one entry it is that entry's to the bit, however often parts were taken off.
 * `tolerant` keeps the sum of values in its place and scales all sums by what remains: the rounding is vectorbt's.
 */
export class PositionCost {
  readonly #isPooled: boolean;
  /** Size, price or sum of values, sum of fees: numbers that change in place, where fields would be allocated anew. */
  readonly #held = new Float64Array(3);

  constructor(arithmetic: Arithmetic) {
    this.#isPooled = arithmetic === 'tolerant';
  }

  /** Base asset; 0 when flat. */
  get size(): number {
    return this.#held[0]!;
  }

  get price(): number {
    return this.#isPooled ? this.#held[1]! / this.#held[0]! : this.#held[1]!;
  }

  /** The part of the entry fees that falls to this much of it. @param size at most all */
  feeOf(size: number): number {
    const held = this.#held[0]!;
    const fee = this.#held[2]!;
    if (this.#isPooled) return (size / held) * fee;
    return size === held ? fee : fee * (size / held);
  }

  enter(size: number, price: number, fee: number): void {
    const held = this.#held;
    const before = held[0]!;
    const total = before + size;
    if (this.#isPooled) held[1]! += size * price;
    else if (price !== held[1]) held[1] = before === 0 ? price : (before * held[1]! + size * price) / total;
    held[0] = total;
    held[2]! += fee;
  }

  /** Takes off a part and leaves the mean price as it was. @param size less than all */
  reduce(size: number): void {
    const held = this.#held;
    if (this.#isPooled) {
      const remaining = (held[0]! - size) / held[0]!;
      held[0]! *= remaining;
      held[1]! *= remaining;
      held[2]! *= remaining;
    } else {
      held[2]! -= this.feeOf(size);
      held[0]! -= size;
    }
  }

  /** Forgets everything: the position is closed. */
  clear(): void {
    this.#held.fill(0);
  }
}
