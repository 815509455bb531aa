import type { KernelDefinition } from './kernel.ts';
import { passingOverUnknown, type Recursion } from './passing-over-unknown.ts';
import { rangeFrom } from './range-from.ts';

/**
 * Average true range with an exponential average:
 *
 *     out = ema( true_range, p )
 *
 * Source: vectorbt `ATR` with `ewm=True`, after the bars that its other start needs to be forgotten; from the first bar
 * and to the bit that is `ema_first(true_range(), p)`. `atr` is Wilder's. First value on bar `p − 1`. Unknown bars are
 * passed over, as in the averages. One pass, with the steps and the bits of the two.
 */
export const atrEma: KernelDefinition = {
  warmup: ([period]) => period! - 1,
  create: ([period]) => passingOverUnknown(new ExponentialRange(period!)),
};

class ExponentialRange implements Recursion {
  readonly #period: number;
  #known = 0;
  #close = Number.NaN;
  /** Of the last bar. */
  #range = 0;
  /** The mean of the ranges before there are `period` of them, then its distance from the last range. */
  #distance = 0;

  constructor(period: number) {
    this.#period = period;
  }

  advance(inputs: readonly Float64Array[], [output]: readonly Float64Array[], from: number, to: number): void {
    const [high, low, close] = inputs as readonly [Float64Array, Float64Array, Float64Array];
    const out = output!;
    const kept = 1 - 2 / (this.#period + 1);
    const start = this.#known < this.#period ? this.#begin(high, low, close, out, from, to) : from;
    let before = this.#close;
    let last = this.#range;
    let distance = this.#distance;
    for (let i = start; i < to; i++) {
      const range = rangeFrom(high[i]!, low[i]!, before);
      distance = kept * (distance - (range - last));
      last = range;
      before = close[i]!;
      out[i] = range + distance;
    }
    this.#close = before;
    this.#range = last;
    this.#distance = distance;
  }

  /** The simple mean at the start. Returns the first row behind it. */
  #begin(high: Float64Array, low: Float64Array, close: Float64Array, out: Float64Array, from: number, to: number): number {
    let mean = this.#distance;
    let i = from;
    for (; i < to && this.#known < this.#period; i++) {
      const range = this.#known === 0 ? high[i]! - low[i]! : rangeFrom(high[i]!, low[i]!, this.#close);
      mean += (range - mean) / ++this.#known;
      this.#close = close[i]!;
      this.#range = range;
      out[i] = this.#known < this.#period ? Number.NaN : mean;
    }
    this.#distance = this.#known < this.#period ? mean : mean - this.#range;
    return i;
  }
}
