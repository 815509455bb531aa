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
  #x = 0;
  #y = 0;
  #xx = 0;
  #yy = 0;
  #xy = 0;

  constructor(period: number, statistic: PairStatistic) {
    this.#period = period;
    this.#statistic = statistic;
    this.#xs = new Float64Array(period);
    this.#ys = new Float64Array(period);
    // Bars before the first are unknown; the sums of nothing, behind the end, are 0.
    this.#tails = new Float64Array(SUMS * (period + 1)).fill(Number.NaN, 0, SUMS * period);
  }

  process([first, second]: readonly Float64Array[], [output]: readonly Float64Array[], length: number): void {
    for (let i = 0; i < length; ) {
      const end = Math.min(length, i + this.#period - this.#filled);
      this.#advance(first!, second!, output!, i, end);
      i = end;
      if (this.#filled === this.#period) {
        this.#closeSpan();
        const [x, y, xx, yy, xy] = [this.#tails[0]!, this.#tails[1]!, this.#tails[2]!, this.#tails[3]!, this.#tails[4]!];
        const share = 1 / this.#period;
        output![end - 1] = this.#statistic(xx - x * x * share, yy - y * y * share, xy - x * y * share);
      }
    }
  }

  /** Bars of one span. */
  #advance(first: Float64Array, second: Float64Array, output: Float64Array, from: number, to: number): void {
    const statistic = this.#statistic;
    const share = 1 / this.#period;
    const [xs, ys, tails] = [this.#xs, this.#ys, this.#tails];
    const [anchorX, anchorY] = [this.#anchorX, this.#anchorY];
    let [x, y, xx, yy, xy, filled] = [this.#x, this.#y, this.#xx, this.#yy, this.#xy, this.#filled];
    for (let i = from; i < to; i++) {
      xs[filled] = first[i]!;
      ys[filled] = second[i]!;
      filled++;
      const dx = first[i]! - anchorX;
      const dy = second[i]! - anchorY;
      x += dx;
      y += dy;
      xx += dx * dx;
      yy += dy * dy;
      xy += dx * dy;
      const at = SUMS * filled;
      const sumX = x + tails[at]!;
      const sumY = y + tails[at + 1]!;
      output[i] = statistic(
        xx + tails[at + 2]! - sumX * sumX * share,
        yy + tails[at + 3]! - sumY * sumY * share,
        xy + tails[at + 4]! - sumX * sumY * share,
      );
    }
    this.#x = x;
    this.#y = y;
    this.#xx = xx;
    this.#yy = yy;
    this.#xy = xy;
    this.#filled = filled;
  }

  /** Sums of a full span from the right; its last bar is the anchor of the windows to come. */
  #closeSpan(): void {
    const [xs, ys, tails] = [this.#xs, this.#ys, this.#tails];
    const last = this.#period - 1;
    const [anchorX, anchorY] = [xs[last]!, ys[last]!];
    let [x, y, xx, yy, xy] = [0, 0, 0, 0, 0];
    for (let i = last; i >= 0; i--) {
      const dx = xs[i]! - anchorX;
      const dy = ys[i]! - anchorY;
      tails[SUMS * i] = x += dx;
      tails[SUMS * i + 1] = y += dy;
      tails[SUMS * i + 2] = xx += dx * dx;
      tails[SUMS * i + 3] = yy += dy * dy;
      tails[SUMS * i + 4] = xy += dx * dy;
    }
    this.#anchorX = anchorX;
    this.#anchorY = anchorY;
    this.#x = this.#y = this.#xx = this.#yy = this.#xy = 0;
    this.#filled = 0;
  }
}

const SUMS = 5;
