/**
 * The sum of the last `period` values, one at a time; NaN until there are as many. O(1) a value with no subtraction of
 * old ones, as in `sma`: a sum is the end of one span and the beginning of the next.
 */
export class WindowSum {
  readonly #period: number;
  /** Before `#filled`: values of this span. From there on: sums from a value of the span before to its end. */
  readonly #sums: Float64Array;
  #filled = 0;
  #sum = 0;

  constructor(period: number) {
    this.#period = period;
    this.#sums = new Float64Array(period + 1).fill(Number.NaN, 0, period);
  }

  push(value: number): number {
    const sums = this.#sums;
    sums[this.#filled++] = value;
    this.#sum += value;
    const sum = this.#sum + sums[this.#filled]!;
    if (this.#filled === this.#period) this.#closeSpan();
    return sum;
  }

  #closeSpan(): void {
    let sum = 0;
    for (let i = this.#period - 1; i >= 0; i--) {
      sum += this.#sums[i]!;
      this.#sums[i] = sum;
    }
    this.#filled = 0;
    this.#sum = 0;
  }
}
