/** Sums over the simple returns r of all bars; the first bar's is against the initial cash. */
export interface BarReturns {
  readonly count: number;
  /** Σ r. */
  readonly sum: number;
  /** Σ r². */
  readonly squares: number;
  /** Σ |r|: the gains are (Σ |r| + Σ r) / 2, the losses (Σ |r| − Σ r) / 2. */
  readonly magnitudes: number;
  /** Σ min(r, 0)². */
  readonly squaredLosses: number;
  /** Σ equity at each bar's close. */
  readonly equity: number;
}

/** A recorder of {@link BarReturns}, fed with one block after another: the same to the bit for every split. */
export function createBarReturns(initialCash: number): { add(equity: Float64Array): void; read(): BarReturns } {
  let total: BarReturns = { count: 0, sum: 0, squares: 0, magnitudes: 0, squaredLosses: 0, equity: 0 };
  let last = initialCash;
  return {
    add(equity) {
      let { sum, squares, magnitudes, squaredLosses, equity: equitySum } = total;
      let previous = last;
      const { length } = equity;
      for (let bar = 0; bar < length; bar++) {
        const value = equity[bar]!;
        const change = value / previous - 1;
        // Without a branch on the sign, which nothing could predict: min(r, 0) = (r − |r|) / 2, exactly.
        const magnitude = Math.abs(change);
        const loss = (change - magnitude) * 0.5;
        sum += change;
        squares += change * change;
        magnitudes += magnitude;
        squaredLosses += loss * loss;
        equitySum += value;
        previous = value;
      }
      last = previous;
      total = { count: total.count + length, sum, squares, magnitudes, squaredLosses, equity: equitySum };
    },
    read: () => total,
  };
}
