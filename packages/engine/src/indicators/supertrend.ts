import type { KernelDefinition } from './kernel.ts';
import { passingOverUnknown, type Recursion } from './passing-over-unknown.ts';

/**
 * Supertrend, a band that trails the price and changes sides when the close gets through it:
 *
 *     upper, lower = (high + low)/2 ± factor·atr(period)
 *     the upper band only falls while the close stays below it, the lower one only rises while the close stays above
 *     value = the lower band in a rise (direction 1), the upper one in a fall (direction −1)
 *
 * Source: TradingView `ta.supertrend`, which gives a rise the direction −1. It starts with a fall. First value on bar
 * `period − 1`. Bars whose high, low or close is unknown are passed over.
 */
export const supertrend: KernelDefinition = {
  warmup: ([, period]) => period! - 1,
  create: ([factor, period]) => passingOverUnknown(new TrailingBand(factor!, period!)),
};

class TrailingBand implements Recursion {
  readonly #factor: number;
  readonly #period: number;
  #known = 0;
  #close = Number.NaN;
  #range = 0;
  #upper = Infinity;
  #lower = -Infinity;
  #rising = false;

  constructor(factor: number, period: number) {
    this.#factor = factor;
    this.#period = period;
  }

  advance(inputs: readonly Float64Array[], outputs: readonly Float64Array[], from: number, to: number): void {
    const [high, low, close] = inputs as readonly [Float64Array, Float64Array, Float64Array];
    const [value, direction] = outputs as readonly [Float64Array, Float64Array];
    for (let i = from; i < to; i++) {
      this.#widen(high[i]!, low[i]!);
      if (this.#known >= this.#period) this.#trail((high[i]! + low[i]!) * 0.5, close[i]!);
      this.#close = close[i]!;
      const isKnown = this.#known >= this.#period;
      value[i] = isKnown ? (this.#rising ? this.#lower : this.#upper) : Number.NaN;
      direction[i] = isKnown ? (this.#rising ? 1 : -1) : Number.NaN;
    }
  }

  /** The average true range, as in `atr`. */
  #widen(high: number, low: number): void {
    const range = this.#known === 0 ? high - low : Math.max(high, this.#close) - Math.min(low, this.#close);
    if (this.#known < this.#period) this.#range += (range - this.#range) / ++this.#known;
    else this.#range = this.#range * (1 - 1 / this.#period) + range * (1 / this.#period);
  }

  #trail(middle: number, close: number): void {
    const width = this.#factor * this.#range;
    const isFirst = this.#upper === Infinity;
    if (middle + width < this.#upper || this.#close > this.#upper) this.#upper = middle + width;
    if (middle - width > this.#lower || this.#close < this.#lower) this.#lower = middle - width;
    this.#rising = this.#rising ? close >= this.#lower : !isFirst && close > this.#upper;
  }
}
