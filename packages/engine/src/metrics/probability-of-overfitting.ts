import { WickError } from '@wick/core';

/** A statistic of returns by which trials are ranked: a finite number, higher is better. */
export type Performance = (returns: Float64Array) => number;

/** Mean / sample deviation; 0 where nothing varies. */
export const sharpePerPeriod: Performance = (returns) => {
  const mean = returns.reduce((sum, value) => sum + value, 0) / returns.length;
  const squares = returns.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return squares > 0 ? mean / Math.sqrt(squares / (returns.length - 1)) : 0;
};

/**
 * The probability of backtest overfitting, by combinatorially symmetric cross-validation: time is cut into `blocks` equal parts
 * (what is left over at the start is not used); for each way to take half of them as in-sample, the trial that is best there is
 * ranked out of sample among all N. PBO is the share of the ways in which logit(rank / (N + 1)) ≤ 0, that is, in which the
 * winner does no better than the median. Equal performances share their mean rank; of equal winners the first is taken.
 * Bailey, Borwein, López de Prado & Zhu, "The Probability of Backtest Overfitting", J. Computational Finance 20 (2017), SSRN 2326253.
 *
 * @param trials returns of each trial in the same periods
 * @param blocks even, 2 to 20: the ways are C(blocks, blocks / 2)
 * @throws WickError OPTION_INVALID
 */
export function probabilityOfOverfitting(
  trials: readonly Float64Array[],
  blocks = 16,
  performance: Performance = sharpePerPeriod,
): number {
  const periods = trials[0]?.length ?? 0;
  const size = Math.floor(periods / blocks);
  requireShape(trials, blocks, size);
  const first = periods - size * blocks;
  const gather = (returns: Float64Array, chosen: readonly number[]): Float64Array => {
    const sample = new Float64Array(chosen.length * size);
    chosen.forEach((block, at) => sample.set(returns.subarray(first + block * size, first + (block + 1) * size), at * size));
    return sample;
  };
  const halves = halvesOf(blocks);
  const overfitted = halves.filter((inside) => {
    const outside = Array.from({ length: blocks }, (_, block) => block).filter((block) => !inside.includes(block));
    const inSample = trials.map((returns) => performance(gather(returns, inside)));
    const outOfSample = trials.map((returns) => performance(gather(returns, outside)));
    const winner = outOfSample[inSample.indexOf(Math.max(...inSample))]!;
    const below = outOfSample.filter((value) => value < winner).length;
    const equal = outOfSample.filter((value) => value === winner).length;
    const rank = below + (equal + 1) / 2;
    return rank / (trials.length + 1) <= 0.5;
  });
  return overfitted.length / halves.length;
}

/** Every choice of half of the numbers below `count`, ascending. */
function halvesOf(count: number): number[][] {
  const choose = (from: number, left: number): number[][] =>
    left === 0
      ? [[]]
      : Array.from({ length: count - left - from + 1 }, (_, step) => from + step).flatMap((number) =>
          choose(number + 1, left - 1).map((rest) => [number, ...rest]),
        );
  return choose(0, count / 2);
}

function requireShape(trials: readonly Float64Array[], blocks: number, size: number): void {
  const isEven = Number.isInteger(blocks / 2) && blocks >= 2 && blocks <= 20;
  const isTable = trials.length >= 2 && trials.every((returns) => returns.length === trials[0]!.length);
  const isKnown = trials.every((returns) => returns.every(Number.isFinite));
  if (isEven && isTable && isKnown && size >= 2) return;
  throw new WickError('OPTION_INVALID', 'The probability of overfitting cannot be computed from these trials.', {
    remedy: 'Give at least two trials with a known return for each of the same periods, an even number of blocks from 2 to 20, and at least two periods a block.',
    details: { trials: trials.length, blocks, periodsPerBlock: size },
  });
}
