/**
 * US dollars: with cents, what is below a dollar with its first three digits as far as they are not zero, and what is below a cent
 * with its first two, such as `$0.0134` and `$0.0000010`: cents alone would be half an amount off. Never an exponent.
 */
export function formatUsd(usd: number): string {
  const size = Math.abs(usd);
  if (usd === 0 || size >= 1) return withDecimals(usd, 2);
  const digits = -Math.floor(Math.log10(size));
  return size >= 0.01 ? withDecimals(usd, Math.max(2, 2 + digits)) : `$${usd.toFixed(Math.min(20, 1 + digits))}`;
}

const withDecimals = (usd: number, most: number): string => `$${usd.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: most })}`;
