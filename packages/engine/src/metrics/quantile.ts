/**
 * Quantile of ascending values, between neighbours linearly (type 7 of Hyndman & Fan 1996, the default of NumPy and R):
 * at position share × (n − 1). NaN without values.
 */
export function quantile(ascending: Float64Array, share: number): number {
  const position = share * (ascending.length - 1);
  const below = Math.floor(position);
  const low = ascending[below] ?? Number.NaN;
  const high = ascending[below + 1] ?? low;
  return low + (high - low) * (position - below);
}
