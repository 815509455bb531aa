/**
 * Equity at each bar's close → Omega at threshold 0: Σ max(r, 0) / Σ max(−r, 0) over the bars' simple returns r (Keating & Shadwick).
 * ∞ without a loss.
 *
 * @param initialCash above zero
 */
export function gainLossRatio(equity: Float64Array, initialCash: number): number {
  let gains = 0;
  let losses = 0;
  let before = initialCash;
  for (let bar = 0; bar < equity.length; bar++) {
    const after = equity[bar]!;
    if (after === before) continue; // a return of 0
    const change = (after - before) / Math.abs(before);
    const magnitude = Math.abs(change); // max(r, 0) = (|r| + r) / 2, exactly
    gains += (magnitude + change) * 0.5;
    losses += (magnitude - change) * 0.5;
    before = after;
  }
  return gains / losses;
}
