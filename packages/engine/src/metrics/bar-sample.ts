import type { Arithmetic } from '../records/arithmetic.ts';

/** Moments of the bars' simple returns r, n of them, and what they compound to. Nothing is annualised. */
export interface BarSample {
  readonly count: number;
  readonly mean: number;
  /** By n − 1; NaN for one bar. */
  readonly deviation: number;
  /** √(Σ min(r, 0)² / n). */
  readonly downside: number;
  /** Π(1 + r). */
  readonly growth: number;
  /** Lowest Π(1 + r) so far / highest before − 1: 0 or negative. */
  readonly maxDrawdown: number;
}

/**
 * Equity at each bar's close → its sample. The returns are those of `simpleReturn`, computed where they are needed and kept nowhere.
 * All sums run in the order of the bars.
 *
 * The deviation is taken from the mean in a second pass, as vectorbt does, so with `tolerant` the figures are its own to the bit. With
 * `exact` the sum of squares tells it from the first pass, to ten digits at least: returns that are nearly all mean, of which
 * the difference of two sums would leave fewer, are looked at a second time all the same.
 *
 * @param initialCash above zero
 */
export function barSample(equity: Float64Array, initialCash: number, arithmetic: Arithmetic = 'tolerant'): BarSample {
  const count = equity.length;
  const sums = sumReturns(equity, initialCash);
  const mean = sums.sum / count;
  const difference = sums.squares - sums.sum * mean;
  const isTold = arithmetic === 'exact' && difference > LEAST_SHARE * sums.squares;
  const squares = isTold ? difference : squaredDeviations(equity, initialCash, mean);
  return {
    count,
    mean,
    deviation: Math.sqrt(((squares / count) * count) / (count - 1)),
    downside: Math.sqrt(sums.squaredLosses / count),
    growth: sums.growth,
    maxDrawdown: Number.isFinite(sums.growth) ? deepestOf(sums) : Number.NaN,
  };
}

/** Of the squares, that is left beside the mean: below it, rounding would reach the tenth digit. */
const LEAST_SHARE = 1e-5;

/** Bars that one call looks at: a loop that is called often is compiled early and as a whole, a long one bit by bit. */
const STRETCH = 512;

interface Sums {
  /** Equity at the bar before. */
  before: number;
  sum: number;
  squares: number;
  squaredLosses: number;
  growth: number;
  /** Of the wealth that 100 grew to, as is the lowest since: the factor moves the last bits, and vectorbt has it. */
  peak: number;
  lowest: number;
  /** Of the drawdowns before the peak. */
  maxDrawdown: number;
}

const createSums = (initialCash: number): Sums => ({
  before: initialCash, sum: 0, squares: 0, squaredLosses: 0, growth: 1, peak: -Infinity, lowest: -Infinity, maxDrawdown: 0,
});

function sumReturns(equity: Float64Array, initialCash: number): Sums {
  const sums = createSums(initialCash);
  if (equity[0] === initialCash) sums.peak = sums.lowest = 100;
  for (let bar = 0; bar < equity.length; bar += STRETCH) addReturns(sums, equity, bar, Math.min(bar + STRETCH, equity.length));
  return sums;
}

function squaredDeviations(equity: Float64Array, initialCash: number, mean: number): number {
  let squares = addDeviations(0, mean, initialCash, equity, 0, Math.min(1, equity.length));
  for (let bar = 1; bar < equity.length; bar += STRETCH) {
    squares = addDeviations(squares, mean, equity[bar - 1]!, equity, bar, Math.min(bar + STRETCH, equity.length));
  }
  return squares;
}

function addReturns(sums: Sums, equity: Float64Array, from: number, to: number): void {
  let { before, sum, squares, squaredLosses, growth, peak, lowest } = sums;
  for (let bar = from; bar < to; bar++) {
    const after = equity[bar]!;
    if (after === before) continue; // a return of 0 changes nothing here
    const change = (after - before) / Math.abs(before);
    // Without a branch on the sign, which nothing could predict: min(r, 0) = (r − |r|) / 2, exactly.
    const loss = (change - Math.abs(change)) * 0.5;
    sum += change;
    squares += change * change;
    squaredLosses += loss * loss;
    growth *= change + 1;
    const wealth = growth * 100;
    if (wealth < lowest) {
      lowest = wealth;
    } else if (wealth > peak) {
      if (lowest < peak) sums.maxDrawdown = Math.min(sums.maxDrawdown, lowest / peak - 1);
      peak = wealth;
      lowest = wealth;
    }
    before = after;
  }
  sums.before = before;
  sums.sum = sum;
  sums.squares = squares;
  sums.squaredLosses = squaredLosses;
  sums.growth = growth;
  sums.peak = peak;
  sums.lowest = lowest;
}

function addDeviations(squares: number, mean: number, initial: number, equity: Float64Array, from: number, to: number): number {
  const ofNoChange = mean * mean;
  let total = squares;
  let before = initial;
  for (let bar = from; bar < to; bar++) {
    const after = equity[bar]!;
    if (after === before) {
      total += ofNoChange;
      continue;
    }
    const deviation = (after - before) / Math.abs(before) - mean;
    total += deviation * deviation;
    before = after;
  }
  return total;
}

const deepestOf = ({ peak, lowest, maxDrawdown }: Sums): number =>
  lowest < peak ? Math.min(maxDrawdown, lowest / peak - 1) : maxDrawdown;
