import type { KernelDefinition } from './kernel.ts';
import { passingOverUnknown, type Recursion } from './passing-over-unknown.ts';
import { rangeFrom } from './range-from.ts';

/**
 * Average true range of Wilder:
 *
 *     range[i] = max( high[i], close[i−1] ) − min( low[i], close[i−1] )
 *     out[i] = ( out[i−1]·(p − 1) + range[i] ) / p
 *
 * started with the simple mean of the first `p` ranges; the first range is high − low. Source: TradingView `ta.atr`.
 * First value on bar `p − 1`. Bars whose high, low or close is unknown are passed over.
 *
 * @see Wilder, New Concepts in Technical Trading Systems (1978), section III
 */
export const atr: KernelDefinition = {
  warmup: ([period]) => period! - 1,
  create: ([period]) => passingOverUnknown(new AverageRange(period!)),
};

class AverageRange implements Recursion {
  readonly #period: number;
  #known = 0;
  #close = Number.NaN;
  #average = 0;

  constructor(period: number) {
    this.#period = period;
  }

  advance(inputs: readonly Float64Array[], [output]: readonly Float64Array[], from: number, to: number): void {
    const [high, low, close] = inputs as readonly [Float64Array, Float64Array, Float64Array];
    const out = output!;
    const period = this.#period;
    const weight = 1 / period;
    const kept = 1 - weight;
    let average = this.#average;
    let before = this.#close;
    let i = from;
    for (; i < to && this.#known < period; i++) {
      const range = this.#known === 0 ? high[i]! - low[i]! : rangeFrom(high[i]!, low[i]!, before);
      average += (range - average) / ++this.#known;
      before = close[i]!;
      out[i] = this.#known < period ? Number.NaN : average;
    }
    for (; i < to; i++) {
      average = average * kept + rangeFrom(high[i]!, low[i]!, before) * weight;
      before = close[i]!;
      out[i] = average;
    }
    this.#average = average;
    this.#close = before;
  }
}
