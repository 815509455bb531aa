import type { Kernel } from './kernel.ts';

/**
 * `out[i] = out[i−1] + α·( x[i] − out[i−1] )`, started with the simple mean of the first `period` known bars. Unknown
 * bars are passed over, as in `passingOverUnknown`; here they are seen on the way, which costs nothing.
 *
 * What is carried from bar to bar is the distance `d = out − x`, of which the same formula makes
 * `d[i] = (1 − α)·( d[i−1] − (x[i] − x[i−1]) )`: two operations wait for each other instead of three, and the rounding
 * errors are of the size of the distance instead of the price.
 */
export class ExponentialAverage implements Kernel {
  readonly #period: number;
  readonly #kept: number;
  #known = 0;
  #value = 0;
  /** The mean of the known bars before there are `period` of them, then its distance from the last value. */
  #distance = 0;

  constructor(period: number, alpha: number) {
    this.#period = period;
    this.#kept = 1 - alpha;
  }

  process([input]: readonly Float64Array[], [output]: readonly Float64Array[], length: number): void {
    const x = input!;
    const out = output!;
    const kept = this.#kept;
    const start = this.#known < this.#period ? this.#begin(x, out, length) : 0;
    let before = this.#value;
    let distance = this.#distance;
    for (let i = start; i < length; i++) {
      // A loop of its own for known bars: its two numbers then stay in registers.
      for (; i < length; i++) {
        const value = x[i]!;
        if (!(Math.abs(value) < Infinity)) break;
        distance = kept * (distance - (value - before));
        before = value;
        out[i] = value + distance;
      }
      if (i < length) out[i] = Number.NaN;
    }
    this.#value = before;
    this.#distance = distance;
  }

  /** The simple mean at the start. Returns the first row behind it. */
  #begin(x: Float64Array, out: Float64Array, length: number): number {
    const period = this.#period;
    let mean = this.#distance;
    for (let i = 0; i < length; i++) {
      out[i] = Number.NaN;
      if (!Number.isFinite(x[i]!)) continue;
      mean += (x[i]! - mean) / ++this.#known;
      if (this.#known < period) continue;
      out[i] = mean;
      this.#value = x[i]!;
      this.#distance = mean - x[i]!;
      return i + 1;
    }
    this.#distance = mean;
    return length;
  }
}
