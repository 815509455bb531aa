import type { Recursion } from './passing-over-unknown.ts';

/** Returns of the bars whose volume rose (`sign` 1) or fell (`sign` −1), one on top of the other, from 1. */
export class VolumeIndex implements Recursion {
  readonly #sign: 1 | -1;
  #close = Number.NaN;
  #volume = Number.NaN;
  #index = 1;

  constructor(sign: 1 | -1) {
    this.#sign = sign;
  }

  advance([close, volume]: readonly Float64Array[], [output]: readonly Float64Array[], from: number, to: number): void {
    for (let i = from; i < to; i++) {
      // A comparison with the NaN before the first bar is false, so that bar counts for nothing.
      const counts = this.#sign * (volume![i]! - this.#volume) > 0 && this.#close !== 0;
      if (counts) this.#index += (this.#index * (close![i]! - this.#close)) / this.#close;
      this.#close = close![i]!;
      this.#volume = volume![i]!;
      output![i] = this.#index;
    }
  }
}
