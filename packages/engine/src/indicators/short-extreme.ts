import type { Kernel } from './kernel.ts';
import { rows } from './rows.ts';
import type { SimdExtreme } from './simd-extreme.ts';

/** Bars taken at a time. */
const LONGEST = 1024;

/** Up to here doubling is faster than `SlidingExtreme`. */
export const LONGEST_SHORT_PERIOD = 128;

/** Where a block begins in the shared memory: behind the bars before it, and one that is written for nothing. */
const START = LONGEST_SHORT_PERIOD;

/**
 * The largest (`sign` 1) or smallest (`sign` −1) value of the last `period` bars, exactly, for short periods: extremes of
 * two bars are made of one, of four of two, and so on, as long as they fit; the window is two of the longest, overlapping.
 * O(log period) a bar, without a branch.
 */
export class ShortExtreme implements Kernel {
  readonly #period: number;
  readonly #numbers: Float64Array;
  readonly #extreme: SimdExtreme['larger'];
  /** Where the extremes of the longest block stand. */
  readonly #whole: Float64Array;
  /** The bars before a block, as far as its windows reach; those before the first are unknown. */
  readonly #past: Float64Array;

  constructor(period: number, sign: 1 | -1, simd: SimdExtreme) {
    this.#period = period;
    this.#numbers = simd.numbers;
    this.#extreme = sign === 1 ? simd.larger : simd.smaller;
    this.#whole = simd.numbers.subarray(START, START + LONGEST);
    this.#past = new Float64Array(period - 1).fill(Number.NaN);
  }

  process([input]: readonly Float64Array[], [output]: readonly Float64Array[], length: number): void {
    for (let from = 0; from < length; from += LONGEST) {
      const to = Math.min(length, from + LONGEST);
      output!.set(this.#extremes(rows(input!, from, to)), from);
    }
  }

  /** Of at most {@link LONGEST} bars, in the shared memory. */
  #extremes(bars: Float64Array): Float64Array {
    const numbers = this.#numbers;
    const past = this.#past;
    const first = START - past.length;
    const end = START + bars.length;
    numbers.set(past, first);
    numbers.set(bars, START);
    for (let i = 0; i < past.length; i++) past[i] = numbers[end - past.length + i]!;
    let width = 1;
    for (; 2 * width <= this.#period; width *= 2) this.#extreme(first + width, end, width);
    this.#extreme(START, end, this.#period - width);
    return bars.length === LONGEST ? this.#whole : numbers.subarray(START, end);
  }
}
