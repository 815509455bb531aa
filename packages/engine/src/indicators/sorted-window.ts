/**
 * The last values in order of size. A value is found in O(log n); then those between the place of the value that leaves
 * and that of the one that comes move by one, which is faster than a tree for every window that a strategy would use.
 */
export class SortedWindow {
  readonly #period: number;
  readonly #sorted: Float64Array;
  readonly #arrivals: Float64Array;
  #count = 0;
  #next = 0;

  constructor(period: number) {
    this.#period = period;
    this.#sorted = new Float64Array(period);
    this.#arrivals = new Float64Array(period);
  }

  /** Are there `period` values since the last unknown one? */
  get isFull(): boolean {
    return this.#count === this.#period;
  }

  /** Takes the next value; the one that leaves the window goes. An unknown value empties the window. */
  push(value: number): void {
    if (Number.isNaN(value)) {
      this.#count = 0;
      this.#next = 0;
      return;
    }
    const sorted = this.#sorted;
    const gone = this.isFull ? this.countBelow(this.#arrivals[this.#next]!) : this.#count;
    const place = this.countBelow(value);
    if (place > gone) {
      sorted.copyWithin(gone, gone + 1, place);
      sorted[place - 1] = value;
    } else {
      sorted.copyWithin(place + 1, place, gone);
      sorted[place] = value;
    }
    if (!this.isFull) this.#count++;
    this.#arrivals[this.#next] = value;
    this.#next = this.#next + 1 === this.#period ? 0 : this.#next + 1;
  }

  /** The value that `rank` others are not above. */
  at(rank: number): number {
    return this.#sorted[rank]!;
  }

  countBelow(limit: number): number {
    let low = 0;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#sorted[middle]! < limit) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  countAtMost(limit: number): number {
    let low = 0;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#sorted[middle]! <= limit) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
