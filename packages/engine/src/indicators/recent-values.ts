/** The last `period` values, oldest first and side by side in memory: each is written twice, a period apart. */
export class RecentValues {
  readonly #period: number;
  readonly values: Float64Array;
  #next = 0;

  constructor(period: number) {
    this.#period = period;
    this.values = new Float64Array(2 * period).fill(Number.NaN);
  }

  /** Takes the next value and gives the place in {@link values} of the oldest of the last `period`. */
  push(value: number): number {
    this.values[this.#next] = value;
    this.values[this.#next + this.#period] = value;
    this.#next = this.#next + 1 === this.#period ? 0 : this.#next + 1;
    return this.#next;
  }
}
