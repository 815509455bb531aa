import type { Recursion } from './passing-over-unknown.ts';

/** `out[i] = out[i−1] + α·( x[i] − out[i−1] )`, started with the simple mean of the first `period` known bars. */
export class ExponentialAverage implements Recursion {
  readonly #period: number;
  readonly #alpha: number;
  #known = 0;
  #average = 0;

  constructor(period: number, alpha: number) {
    this.#period = period;
    this.#alpha = alpha;
  }

  advance([input]: readonly Float64Array[], [output]: readonly Float64Array[], from: number, to: number): void {
    const period = this.#period;
    const alpha = this.#alpha;
    const x = input!;
    const out = output!;
    let average = this.#average;
    let i = from;
    for (; i < to && this.#known < period; i++) {
      average += (x[i]! - average) / ++this.#known;
      out[i] = this.#known < period ? Number.NaN : average;
    }
    for (; i < to; i++) {
      average += alpha * (x[i]! - average);
      out[i] = average;
    }
    this.#average = average;
  }
}
