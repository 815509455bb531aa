import type { Kernel } from './kernel.ts';

/** What a statistic of two series is made of: sums of squared and crossed distances to the means of a window. */
export type PairStatistic = (xx: number, yy: number, xy: number) => number;

/**
 * A statistic of the last `period` bars of two series, O(1) a bar. Windows are made of two spans and sums of differences
 * to an anchor inside the window, as in `stdev`: a series that stands still has exactly no variance.
 */
export class SlidingPair implements Kernel {
  readonly #period: number;
  readonly #statistic: PairStatistic;
  /** Bars of this span, as far as it is filled. */
  readonly #xs: Float64Array;
  readonly #ys: Float64Array;
  /** By bar of the span before, five sums from there to its end: x, y, xx, yy, xy. */
  readonly #tails: Float64Array;
  #filled = 0;
  #anchorX = Number.NaN;
  #anchorY = Number.NaN;
  readonly #head = new Float64Array(SUMS);

  constructor(period: number, statistic: PairStatistic) {
    this.#period = period;
    this.#statistic = statistic;
    this.#xs = new Float64Array(period);
    this.#ys = new Float64Array(period);
    // Bars before the first are unknown; the sums of nothing, behind the end, are 0.
    this.#tails = new Float64Array(SUMS * (period + 1)).fill(Number.NaN, 0, SUMS * period);
  }

  process([first, second]: readonly Float64Array[], [output]: readonly Float64Array[], length: number): void {
    for (let i = 0; i < length; i++) {
      const x = first![i]!;
      const y = second![i]!;
      this.#xs[this.#filled] = x;
      this.#ys[this.#filled] = y;
      this.#filled++;
      if (this.#filled === this.#period) this.#closeSpan();
      else add(this.#head, x - this.#anchorX, y - this.#anchorY);
      output![i] = this.#ofWindow();
    }
  }

  #ofWindow(): number {
    const tails = this.#tails;
    const head = this.#head;
    const at = SUMS * this.#filled;
    const share = 1 / this.#period;
    const x = head[0]! + tails[at]!;
    const y = head[1]! + tails[at + 1]!;
    const xx = head[2]! + tails[at + 2]! - x * x * share;
    const yy = head[3]! + tails[at + 3]! - y * y * share;
    const xy = head[4]! + tails[at + 4]! - x * y * share;
    return this.#statistic(xx, yy, xy);
  }

  /** Sums of a full span from the right; its last bar is the anchor of the windows to come. */
  #closeSpan(): void {
    const last = this.#period - 1;
    this.#anchorX = this.#xs[last]!;
    this.#anchorY = this.#ys[last]!;
    const head = this.#head.fill(0);
    for (let i = last; i >= 0; i--) {
      add(head, this.#xs[i]! - this.#anchorX, this.#ys[i]! - this.#anchorY);
      this.#tails.set(head, SUMS * i);
    }
    head.fill(0);
    this.#filled = 0;
  }
}

const SUMS = 5;

function add(sums: Float64Array, x: number, y: number): void {
  sums[0]! += x;
  sums[1]! += y;
  sums[2]! += x * x;
  sums[3]! += y * y;
  sums[4]! += x * y;
}
