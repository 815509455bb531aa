import { WickError } from '@wick/core';

const NANO = 1_000_000_000;

/** Below this, a difference from a whole number is what the arithmetic of float64 leaves over, and no money. */
const NOISE = 1e-6;
const RELATIVE_NOISE = 2 ** -50;

/**
 * Money as whole billionths of a US dollar, whose sums are exact: as floats, three requests of $0.10 would not fit into $0.30.
 * Rounded up, so that what is counted is never less than what is paid; a token of the cheapest model costs 3 of them, and
 * float64 counts them up to 9 million dollars.
 *
 * @param usd 0 or more
 */
export function usdToNano(usd: number): number {
  const nano = usd * NANO;
  const nearest = Math.round(nano);
  return Math.abs(nano - nearest) <= Math.max(NOISE, nano * RELATIVE_NOISE) ? nearest : Math.ceil(nano);
}

export const nanoToUsd = (nano: number): number => nano / NANO;

/** An amount that is known: 0 or more, and not beyond any reason. */
export const isAmount = (usd: number | null): usd is number => usd !== null && usd >= 0 && !Object.is(usd, -0) && usd * NANO <= Number.MAX_SAFE_INTEGER;

/** @throws WickError OPTION_INVALID */
export function checkAmount(option: string, usd: number): number {
  if (isAmount(usd)) return usdToNano(usd);
  throw new WickError('OPTION_INVALID', `${option} is ${Object.is(usd, -0) ? '-0' : usd}, and that is no amount of US dollars.`, {
    remedy: 'Give an amount from 0 to 9,000,000, such as 2.50.',
    details: { option, usd },
  });
}
