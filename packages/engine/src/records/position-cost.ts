import type { Arithmetic } from './arithmetic.ts';

/** What the open part of a position was bought, or sold, for. */
export interface PositionCost {
  /** Base asset; 0 when flat. */
  size: number;
  /** The size-weighted mean price of its entries. */
  price(): number;
  /** The part of the entry fees that falls to this much of it. @param size at most all */
  feeOf(size: number): number;
  enter(size: number, price: number, fee: number): void;
  /** Takes off a part and leaves the mean price as it was. @param size less than all */
  reduce(size: number): void;
  /** Forgets everything: the position is closed. */
  clear(): void;
}

export const createPositionCost = (arithmetic: Arithmetic): PositionCost =>
  arithmetic === 'tolerant' ? new PooledCost() : new MeanCost();

/** Keeps the price itself: while there was one entry it is that entry's to the bit, however often parts were taken off. */
class MeanCost implements PositionCost {
  size = 0;
  #price = 0;
  #fee = 0;

  price(): number {
    return this.#price;
  }

  feeOf(size: number): number {
    return size === this.size ? this.#fee : this.#fee * (size / this.size);
  }

  enter(size: number, price: number, fee: number): void {
    const total = this.size + size;
    if (price !== this.#price) this.#price = this.size === 0 ? price : (this.size * this.#price + size * price) / total;
    this.#fee += fee;
    this.size = total;
  }

  reduce(size: number): void {
    this.#fee -= this.feeOf(size);
    this.size -= size;
  }

  clear(): void {
    this.size = 0;
    this.#price = 0;
    this.#fee = 0;
  }
}

/** Keeps sums of sizes, values and fees, and scales all three by what remains: the rounding is vectorbt's. */
class PooledCost implements PositionCost {
  size = 0;
  #value = 0;
  #fee = 0;

  price(): number {
    return this.#value / this.size;
  }

  feeOf(size: number): number {
    return (size / this.size) * this.#fee;
  }

  enter(size: number, price: number, fee: number): void {
    this.size += size;
    this.#value += size * price;
    this.#fee += fee;
  }

  reduce(size: number): void {
    const remaining = (this.size - size) / this.size;
    this.size *= remaining;
    this.#value *= remaining;
    this.#fee *= remaining;
  }

  clear(): void {
    this.size = 0;
    this.#value = 0;
    this.#fee = 0;
  }
}
