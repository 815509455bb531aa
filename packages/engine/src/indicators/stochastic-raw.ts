import type { Kernel, KernelDefinition } from './kernel.ts';
import { rows } from './rows.ts';
import { slidingExtreme } from './sliding-extreme.ts';

/**
 * Raw stochastic: where a value lies between the lowest and the highest of the last bars, from 0 to 100:
 *
 *     out[i] = 100·( source[i] − lowest ) / ( highest − lowest )
 *
 * with the highest of `high` and the lowest of `low` on the bars i−p+1 … i. Source: TradingView `ta.stoch`; vectorbt
 * `STOCH.percent_k`, to the bit. First value on bar `p − 1`. An unknown bar makes the windows that hold it unknown; so
 * does a range of zero its own bar.
 */
export const stochasticRaw: KernelDefinition = {
  warmup: ([period]) => period! - 1,
  create: ([period]) => new PlaceInRange(period!),
};

/** Bars taken at a time. */
const LONGEST = 1024;

class PlaceInRange implements Kernel {
  readonly #highest: Kernel;
  readonly #lowest: Kernel;
  readonly #tops = [new Float64Array(LONGEST)] as const;
  readonly #bottoms = [new Float64Array(LONGEST)] as const;

  constructor(period: number) {
    this.#highest = slidingExtreme(period, 1);
    this.#lowest = slidingExtreme(period, -1);
  }

  process([source, high, low]: readonly Float64Array[], [output]: readonly Float64Array[], length: number): void {
    for (let from = 0; from < length; from += LONGEST) {
      const to = Math.min(length, from + LONGEST);
      this.#highest.process([rows(high!, from, to)], this.#tops, to - from);
      this.#lowest.process([rows(low!, from, to)], this.#bottoms, to - from);
      place(rows(source!, from, to), this.#tops[0], this.#bottoms[0], rows(output!, from, to), to - from);
    }
  }
}

function place(source: Float64Array, tops: Float64Array, bottoms: Float64Array, output: Float64Array, length: number): void {
  for (let i = 0; i < length; i++) {
    const bottom = bottoms[i]!;
    const share = (100 * (source[i]! - bottom)) / (tops[i]! - bottom);
    // A quotient by zero is unknown, and infinity minus infinity is: this costs less than a branch.
    output[i] = share + (share - share);
  }
}
