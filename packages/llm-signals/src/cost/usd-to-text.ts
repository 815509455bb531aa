/**
 * US dollars for people: with cents, and below a dollar with the first three digits that count, zeros beyond the cents left out:
 * `$1,153.30`, `$0.30`, `$0.304`, `$0.00000103`. Never an exponent.
 *
 * @param usd 0 or more
 * @param rounding `up` for what must not look less than it is, such as what does not fit into a limit
 */
export function usdToText(usd: number, rounding: 'nearest' | 'up' = 'nearest'): string {
  const decimals = usd === 0 || usd >= 1 ? CENTS : Math.min(MOST_DECIMALS, DIGITS - 1 - Math.floor(Math.log10(usd)));
  if (decimals > CENTS) return `$${rounded(usd, decimals, rounding).toFixed(decimals).replace(/(\.\d\d\d*?)0+$/, '$1')}`;
  return `$${rounded(usd, CENTS, rounding).toLocaleString('en-US', { minimumFractionDigits: CENTS, maximumFractionDigits: CENTS })}`;
}

const CENTS = 2;
const DIGITS = 3;
const MOST_DECIMALS = 20;

/** What float64 leaves over of 1.10 × 100 is no part of a cent. */
function rounded(usd: number, decimals: number, rounding: 'nearest' | 'up'): number {
  return rounding === 'nearest' ? usd : Math.ceil(Number((usd * 10 ** decimals).toPrecision(12))) / 10 ** decimals;
}
