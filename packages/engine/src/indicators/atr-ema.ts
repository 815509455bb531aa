import type { Kernel, KernelDefinition } from './kernel.ts';
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
  create: ([period]) => new ExponentialRange(period!),
};

class ExponentialRange implements Kernel {
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

  process(inputs: readonly Float64Array[], [output]: readonly Float64Array[], length: number): void {
    const [high, low, close] = inputs as readonly [Float64Array, Float64Array, Float64Array];
    const out = output!;
    const kept = 1 - 2 / (this.#period + 1);
    const start = this.#known < this.#period ? this.#begin(high, low, close, out, length) : 0;
    let before = this.#close;
    let last = this.#range;
    let distance = this.#distance;
    for (let i = start; i < length; i++) {
      // A loop of its own for known bars: its three numbers then stay in registers.
      for (; i < length; i++) {
        if (!isKnown(high[i]!, low[i]!, close[i]!)) break;
        const range = rangeFrom(high[i]!, low[i]!, before);
        distance = kept * (distance - (range - last));
        last = range;
        before = close[i]!;
        out[i] = range + distance;
      }
      if (i < length) out[i] = Number.NaN;
    }
    this.#close = before;
    this.#range = last;
    this.#distance = distance;
  }

  /** The simple mean at the start. Returns the first row behind it. */
  #begin(high: Float64Array, low: Float64Array, close: Float64Array, out: Float64Array, length: number): number {
    let mean = this.#distance;
    let i = 0;
    for (; i < length && this.#known < this.#period; i++) {
      out[i] = Number.NaN;
      if (!isKnown(high[i]!, low[i]!, close[i]!)) continue;
      const range = this.#known === 0 ? high[i]! - low[i]! : rangeFrom(high[i]!, low[i]!, this.#close);
      mean += (range - mean) / ++this.#known;
      this.#close = close[i]!;
      this.#range = range;
      if (this.#known === this.#period) out[i] = mean;
    }
    this.#distance = this.#known < this.#period ? mean : mean - this.#range;
    return i;
  }
}

const isKnown = (high: number, low: number, close: number): boolean => Math.abs(high + low + close) < Infinity;
