import { simpleReturn } from '../records/value-to-returns.ts';

/** Moments of the bars' simple returns r, n of them, and what they compound to. Nothing is annualised. */
export interface BarSample {
  readonly count: number;
  readonly mean: number;
  /** By n − 1; NaN for one bar. */
  readonly deviation: number;
  /** √(Σ min(r, 0)² / n). */
  readonly downside: number;
  /** Σ max(r, 0). */
  readonly gains: number;
  /** Σ max(−r, 0). */
  readonly losses: number;
  /** Π(1 + r). */
  readonly growth: number;
  /** Lowest Π(1 + r) so far / highest before − 1: 0 or negative. */
  readonly maxDrawdown: number;
}

/**
 * Equity at each bar's close → its sample, in two passes: returns are computed twice and kept nowhere. All sums run in the order
 * of the bars, so the figures are vectorbt's to the bit.
 */
export function barSample(equity: Float64Array, initialCash: number): BarSample {
  const sums = sumReturns(equity, initialCash);
  const { length: count } = equity;
  const mean = sums.sum / count;
  const variance = squaredDeviations(equity, initialCash, mean) / count;
  return {
    count,
    mean,
    deviation: Math.sqrt((variance * count) / (count - 1)),
    downside: Math.sqrt(sums.squaredLosses / count),
    gains: sums.gains,
    losses: sums.losses,
    growth: sums.growth,
    maxDrawdown: sums.maxDrawdown,
  };
}

interface Sums extends Pick<BarSample, 'gains' | 'losses' | 'growth' | 'maxDrawdown'> {
  readonly sum: number;
  readonly squaredLosses: number;
}

function sumReturns(equity: Float64Array, initialCash: number): Sums {
  let sum = 0;
  let squaredLosses = 0;
  let gains = 0;
  let losses = 0;
  let growth = 1;
  // The wealth of 100 is followed, as vectorbt does: the factor moves the last bits.
  let peak = -Infinity;
  let lowest = -Infinity; // since the peak
  let maxDrawdown = 0;
  let before = initialCash;
  for (let bar = 0; bar < equity.length; bar++) {
    const after = equity[bar]!;
    const change = before > 0 ? (after - before) / before : simpleReturn(before, after);
    // Without a branch on the sign, which nothing could predict: max(r, 0) = (r + |r|) / 2, exactly.
    const magnitude = Math.abs(change);
    const loss = (magnitude - change) * 0.5;
    sum += change;
    gains += (change + magnitude) * 0.5;
    losses += loss;
    squaredLosses += loss * loss;
    growth *= change + 1;
    const wealth = growth * 100;
    if (wealth < lowest) {
      lowest = wealth;
    } else if (wealth > peak) {
      if (lowest < peak) maxDrawdown = Math.min(maxDrawdown, lowest / peak - 1);
      peak = wealth;
      lowest = wealth;
    }
    before = after;
  }
  if (lowest < peak) maxDrawdown = Math.min(maxDrawdown, lowest / peak - 1);
  if (!Number.isFinite(growth)) maxDrawdown = Number.NaN;
  return { sum, squaredLosses, gains, losses, growth, maxDrawdown };
}

function squaredDeviations(equity: Float64Array, initialCash: number, mean: number): number {
  let squares = 0;
  let before = initialCash;
  for (let bar = 0; bar < equity.length; bar++) {
    const after = equity[bar]!;
    const change = before > 0 ? (after - before) / before : simpleReturn(before, after);
    const deviation = change - mean;
    squares += deviation * deviation;
    before = after;
  }
  return squares;
}
