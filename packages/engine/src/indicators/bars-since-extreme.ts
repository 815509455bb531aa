import type { Kernel } from './kernel.ts';

/**
 * How many bars ago the largest (`sign` 1) or smallest (`sign` −1) value of the last `period` bars was; of equal ones
 * the newest counts. O(1) a bar on average: a bar that a newer one equals or beats can never be the extreme again, so
 * only the others wait in a queue, whose first is the extreme.
 */
export class BarsSinceExtreme implements Kernel {
  readonly #period: number;
  readonly #sign: 1 | -1;
  /** The queue, in a circle. */
  readonly #values: Float64Array;
  readonly #bars: Float64Array;
  #first = 0;
  #count = 0;
  /** Bars since the last unknown one. */
  #known = 0;

  constructor(period: number, sign: 1 | -1) {
    this.#period = period;
    this.#sign = sign;
    this.#values = new Float64Array(period);
    this.#bars = new Float64Array(period);
  }

  process([input]: readonly Float64Array[], [output]: readonly Float64Array[], length: number): void {
    for (let i = 0; i < length; i++) output![i] = this.#push(this.#sign * input![i]!);
  }

  #push(value: number): number {
    if (Number.isNaN(value)) {
      this.#count = 0;
      this.#known = 0;
      return Number.NaN;
    }
    const period = this.#period;
    const bar = this.#known++;
    if (this.#count > 0 && this.#bars[this.#first]! <= bar - period) {
      this.#first = this.#first + 1 === period ? 0 : this.#first + 1;
      this.#count--;
    }
    let end = this.#place(this.#count);
    while (this.#count > 0) {
      const last = end === 0 ? period - 1 : end - 1;
      if (this.#values[last]! > value) break;
      end = last;
      this.#count--;
    }
    this.#values[end] = value;
    this.#bars[end] = bar;
    this.#count++;
    return this.#known < period ? Number.NaN : bar - this.#bars[this.#first]!;
  }

  #place(offset: number): number {
    const place = this.#first + offset;
    return place < this.#period ? place : place - this.#period;
  }
}
