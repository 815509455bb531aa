import type { Kernel } from './kernel.ts';
import { LONGEST_SHORT_PERIOD, ShortExtreme } from './short-extreme.ts';
import { SIMD_EXTREME } from './simd-extreme.ts';

/** A kernel for the largest (`sign` 1) or smallest (`sign` −1) value of the last `period` bars. */
export const slidingExtreme = (period: number, sign: 1 | -1): Kernel =>
  SIMD_EXTREME && period <= LONGEST_SHORT_PERIOD ? new ShortExtreme(period, sign, SIMD_EXTREME) : new SlidingExtreme(period, sign);

/**
 * The largest (`sign` 1) or smallest (`sign` −1) value of the last `period` bars, exactly.
 *
 * O(1) a bar: time is cut into spans of `period` bars, and a window is the end of one span (extremes from the right,
 * made when the span was full) and the beginning of the next (a running extreme).
 *
 * @see van Herk (1992), doi:10.1016/0167-8655(92)90069-C
 */
export class SlidingExtreme implements Kernel {
  readonly #period: number;
  readonly #sign: 1 | -1;
  /** Before `#filled`: bars of this span, times sign. From there on: the largest from there to the end of the one before. */
  readonly #largest: Float64Array;
  #filled = 0;
  #running = Number.NEGATIVE_INFINITY;

  constructor(period: number, sign: 1 | -1) {
    this.#period = period;
    this.#sign = sign;
    // Bars before the first are unknown.
    this.#largest = new Float64Array(period + 1).fill(Number.NaN);
    this.#largest[period] = Number.NEGATIVE_INFINITY;
  }

  process([input]: readonly Float64Array[], [output]: readonly Float64Array[], length: number): void {
    const period = this.#period;
    const sign = this.#sign;
    const largest = this.#largest;
    const x = input!;
    const out = output!;
    for (let i = 0; i < length; ) {
      let filled = this.#filled;
      let running = this.#running;
      const end = Math.min(length, i + period - filled);
      for (; i < end; i++, filled++) {
        const value = sign * x[i]!;
        largest[filled] = value;
        // Math.max answers NaN if either is NaN: a window that holds an unknown bar is unknown.
        running = Math.max(running, value);
        out[i] = sign * Math.max(running, largest[filled + 1]!);
      }
      this.#filled = filled;
      this.#running = running;
      if (filled === period) this.#closeSpan();
    }
  }

  /** The same for a single bar. */
  push(value: number): number {
    const signed = this.#sign * value;
    this.#largest[this.#filled++] = signed;
    this.#running = Math.max(this.#running, signed);
    const largest = Math.max(this.#running, this.#largest[this.#filled]!);
    if (this.#filled === this.#period) this.#closeSpan();
    return this.#sign * largest;
  }

  #closeSpan(): void {
    const largest = this.#largest;
    let running = Number.NEGATIVE_INFINITY;
    for (let i = this.#period - 1; i >= 0; i--) {
      running = Math.max(running, largest[i]!);
      largest[i] = running;
    }
    this.#filled = 0;
    this.#running = Number.NEGATIVE_INFINITY;
  }
}
