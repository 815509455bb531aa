import type { KernelDefinition } from './kernel.ts';
import { passingOverUnknown, type Recursion } from './passing-over-unknown.ts';

/**
 * Relative strength index of Wilder, from 0 to 100:
 *
 *     out[i] = 100 · gain[i] / ( gain[i] + loss[i] )
 *
 * where gain and loss are Wilder's averages of the rises and falls from bar to bar, `(before·(p − 1) + now) / p`,
 * started with the simple mean of the first `p` changes. The same as the usual `100 − 100 / (1 + gain / loss)`.
 *
 * First value on bar `p`. Without any loss it is 100, as on TradingView (`ta.rsi`); so also for prices that have not
 * moved at all, where TA-Lib answers 0. Unknown bars are passed over: a change is taken from the last known price.
 *
 * @see Wilder, New Concepts in Technical Trading Systems (1978), section VI
 */
export const rsi: KernelDefinition = {
  warmup: ([period]) => period!,
  create: ([period]) => passingOverUnknown(new RelativeStrength(period!)),
};

class RelativeStrength implements Recursion {
  readonly #period: number;
  /** Changes seen, up to `#period`; −1 before the first price. */
  #changes = -1;
  #price = 0;
  #gain = 0;
  #loss = 0;
  #strength = 0;

  constructor(period: number) {
    this.#period = period;
  }

  advance([input]: readonly Float64Array[], [output]: readonly Float64Array[], from: number, to: number): void {
    const x = input!;
    const out = output!;
    const start = this.#changes < this.#period ? this.#begin(x, out, from, to) : from;
    const weight = 1 / this.#period;
    const kept = 1 - weight;
    let price = this.#price;
    let gain = this.#gain;
    let loss = this.#loss;
    let strength = this.#strength;
    for (let i = start; i < to; i++) {
      const change = x[i]! - price;
      // Half of |c| + c is the rise and half of |c| − c the fall, without a branch that a market would mispredict.
      const size = Math.abs(change);
      gain = gain * kept + 0.5 * (size + change) * weight;
      loss = loss * kept + 0.5 * (size - change) * weight;
      price = x[i]!;
      // An unchanged price shrinks both alike: their ratio stays what it was, to the last bit.
      if (change !== 0 || loss === 0) strength = strengthOf(gain, loss);
      out[i] = strength;
    }
    this.#strength = strength;
    this.#price = price;
    this.#gain = gain;
    this.#loss = loss;
  }

  /** The simple means at the start. Returns the first row behind them. */
  #begin(x: Float64Array, out: Float64Array, from: number, to: number): number {
    const period = this.#period;
    let i = from;
    for (; i < to && this.#changes < period; i++) {
      const change = this.#changes < 0 ? 0 : x[i]! - this.#price;
      this.#gain += Math.max(change, 0);
      this.#loss += Math.max(-change, 0);
      this.#price = x[i]!;
      out[i] = Number.NaN;
      if (++this.#changes < period) continue;
      this.#gain /= period;
      this.#loss /= period;
      this.#strength = strengthOf(this.#gain, this.#loss);
      out[i] = this.#strength;
    }
    return i;
  }
}

const strengthOf = (gain: number, loss: number): number => (loss === 0 ? 100 : 100 * (gain / (gain + loss)));
