import type { KernelDefinition } from './kernel.ts';
import { passingOverUnknown, type Recursion } from './passing-over-unknown.ts';

/**
 * Directional movement of Wilder, from 0 to 100:
 *
 *     plus, minus = 100 · rma( +DM or −DM, p ) / rma( true range, p )
 *     dx = 100 · |plus − minus| / ( plus + minus )
 *
 * +DM is the rise of the high where it is larger than the fall of the low, else 0; −DM the other way round. Source:
 * TradingView `ta.dmi`; Wilder, New Concepts in Technical Trading Systems (1978), section IV. First value on bar `p`,
 * as the first bar has no movement. Where nothing moved all three are 0. Bars whose high, low or close is unknown are
 * passed over.
 */
export const dmi: KernelDefinition = {
  warmup: ([period]) => period!,
  create: ([period]) => passingOverUnknown(new DirectionalMovement(period!)),
};

class DirectionalMovement implements Recursion {
  readonly #period: number;
  /** Movements seen, up to `#period`; −1 before the first bar. */
  #movements = -1;
  #high = 0;
  #low = 0;
  #close = 0;
  #plus = 0;
  #minus = 0;
  #range = 0;

  constructor(period: number) {
    this.#period = period;
  }

  advance(inputs: readonly Float64Array[], outputs: readonly Float64Array[], from: number, to: number): void {
    const [high, low, close] = inputs as readonly [Float64Array, Float64Array, Float64Array];
    const [plus, minus, dx] = outputs as readonly [Float64Array, Float64Array, Float64Array];
    for (let i = from; i < to; i++) {
      if (this.#movements >= 0) this.#move(high[i]!, low[i]!);
      else this.#movements = 0;
      this.#high = high[i]!;
      this.#low = low[i]!;
      this.#close = close[i]!;
      const isKnown = this.#movements === this.#period;
      const up = this.#range === 0 ? 0 : (100 * this.#plus) / this.#range;
      const down = this.#range === 0 ? 0 : (100 * this.#minus) / this.#range;
      plus[i] = isKnown ? up : Number.NaN;
      minus[i] = isKnown ? down : Number.NaN;
      dx[i] = isKnown ? (up + down === 0 ? 0 : (100 * Math.abs(up - down)) / (up + down)) : Number.NaN;
    }
  }

  /** Simple means of the first movements, then Wilder's averages. */
  #move(high: number, low: number): void {
    if (this.#movements < this.#period) this.#movements++;
    const weight = 1 / this.#movements;
    const rise = high - this.#high;
    const fall = this.#low - low;
    const range = Math.max(high, this.#close) - Math.min(low, this.#close);
    this.#plus += ((rise > fall && rise > 0 ? rise : 0) - this.#plus) * weight;
    this.#minus += ((fall > rise && fall > 0 ? fall : 0) - this.#minus) * weight;
    this.#range += (range - this.#range) * weight;
  }
}
