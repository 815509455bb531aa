import type { KernelDefinition } from './kernel.ts';
import { passingOverUnknown, type Recursion } from './passing-over-unknown.ts';

/**
 * Parabolic stop and reverse of Wilder:
 *
 *     out[i] = out[i−1] + a·( e − out[i−1] ),   never beyond the lows (in a rise) or highs of the two bars before
 *
 * where `e` is the furthest price of this trend and `a` grows from `start` by `increment` with each new one, up to
 * `maximum`. When a bar reaches the stop, the trend turns and the stop becomes the furthest price of the trend before.
 *
 * Source: TradingView `ta.sar`; Wilder, New Concepts in Technical Trading Systems (1978), section II. The first trend is
 * that of the first two closes. First value on bar 1. Bars whose high, low or close is unknown are passed over.
 */
export const parabolicSar: KernelDefinition = {
  warmup: () => 1,
  create: ([start, increment, maximum]) => passingOverUnknown(new ParabolicStop(start!, increment!, maximum!)),
};

class ParabolicStop implements Recursion {
  readonly #start: number;
  readonly #increment: number;
  readonly #maximum: number;
  #isFirst = true;
  #isSecond = false;
  #stop = Number.NaN;
  #rising = false;
  #furthest = 0;
  #acceleration = 0;
  /** Highs, lows and close of the bars before; a missing one limits nothing. */
  #high = -Infinity;
  #highBefore = -Infinity;
  #low = Infinity;
  #lowBefore = Infinity;
  #close = 0;

  constructor(start: number, increment: number, maximum: number) {
    this.#start = start;
    this.#increment = increment;
    this.#maximum = maximum;
  }

  advance(inputs: readonly Float64Array[], [output]: readonly Float64Array[], from: number, to: number): void {
    const [high, low, close] = inputs as readonly [Float64Array, Float64Array, Float64Array];
    for (let i = from; i < to; i++) {
      if (this.#isFirst) {
        this.#isSecond = true;
      } else {
        if (this.#isSecond) this.#begin(high[i]!, low[i]!, close[i]!);
        this.#advanceStop(high[i]!, low[i]!);
        this.#isSecond = false;
      }
      this.#isFirst = false;
      this.#highBefore = this.#high;
      this.#lowBefore = this.#low;
      this.#high = high[i]!;
      this.#low = low[i]!;
      this.#close = close[i]!;
      output![i] = this.#stop;
    }
  }

  #begin(high: number, low: number, close: number): void {
    this.#rising = close > this.#close;
    this.#stop = this.#rising ? this.#low : this.#high;
    this.#turnTo(this.#rising, high, low);
  }

  #turnTo(rising: boolean, high: number, low: number): void {
    this.#rising = rising;
    this.#furthest = rising ? high : low;
    this.#acceleration = this.#start;
  }

  #advanceStop(high: number, low: number): void {
    this.#stop += this.#acceleration * (this.#furthest - this.#stop);
    if (this.#rising ? this.#stop > low : this.#stop < high) {
      this.#stop = this.#rising ? Math.max(high, this.#furthest) : Math.min(low, this.#furthest);
      this.#turnTo(!this.#rising, high, low);
    } else if (!this.#isSecond && (this.#rising ? high > this.#furthest : low < this.#furthest)) {
      this.#furthest = this.#rising ? high : low;
      this.#acceleration = Math.min(this.#acceleration + this.#increment, this.#maximum);
    }
    this.#stop = this.#rising
      ? Math.min(this.#stop, this.#low, this.#lowBefore)
      : Math.max(this.#stop, this.#high, this.#highBefore);
  }
}
