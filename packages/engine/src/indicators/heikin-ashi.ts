import type { KernelDefinition } from './kernel.ts';
import { passingOverUnknown, type Recursion } from './passing-over-unknown.ts';

/**
 * Heikin-Ashi candle:
 *
 *     close[i] = ( o + h + l + c ) / 4,   open[i] = ( open[i−1] + close[i−1] ) / 2
 *     high[i] = max( h, open[i], close[i] ),   low[i] = min( l, open[i], close[i] )
 *
 * of the real open, high, low and close; the first open is (o + c) / 2. Source: TradingView's chart type "Heikin Ashi".
 * First value on bar 0. Bars of which one price is unknown are passed over. These are not prices at which anybody can
 * trade.
 */
export const heikinAshi: KernelDefinition = {
  warmup: () => 0,
  create: () => passingOverUnknown(new AverageBar()),
};

class AverageBar implements Recursion {
  #open = Number.NaN;
  #close = 0;

  advance(inputs: readonly Float64Array[], outputs: readonly Float64Array[], from: number, to: number): void {
    const [open, high, low, close] = inputs as readonly [Float64Array, Float64Array, Float64Array, Float64Array];
    const [closes, opens, highs, lows] = outputs as readonly [Float64Array, Float64Array, Float64Array, Float64Array];
    for (let i = from; i < to; i++) {
      this.#open = Number.isNaN(this.#open) ? (open[i]! + close[i]!) / 2 : (this.#open + this.#close) / 2;
      this.#close = (open[i]! + high[i]! + low[i]! + close[i]!) / 4;
      closes[i] = this.#close;
      opens[i] = this.#open;
      highs[i] = Math.max(high[i]!, this.#open, this.#close);
      lows[i] = Math.min(low[i]!, this.#open, this.#close);
    }
  }
}
