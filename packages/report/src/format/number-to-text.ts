import { decimalText } from '@wick/core';

/** What stands where a value is not defined. */
export const UNDEFINED_TEXT = '–';

/** `1234567.5` with two decimals is `1,234,567.50`. The minus is U+2212, as wide as a plus. */
export function numberToText(value: number | null, decimals: number): string {
  if (value === null || !Number.isFinite(value)) return UNDEFINED_TEXT;
  const [whole = '', fraction] = Math.abs(value).toFixed(decimals).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  const magnitude = fraction === undefined ? grouped : `${grouped}.${fraction}`;
  return value < 0 && /[1-9]/.test(magnitude) ? `−${magnitude}` : magnitude;
}

/** The same with a plus where it is positive: for values whose sign is the news. */
export function signedToText(value: number | null, decimals: number): string {
  const text = numberToText(value, decimals);
  return value !== null && value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}

/** A share as a percentage: 0.1234 is `+12.34%`. */
export const shareToText = (share: number | null, decimals = 2): string => {
  const text = signedToText(share === null ? null : share * 100, decimals);
  return text === UNDEFINED_TEXT ? text : `${text}%`;
};

/** A price to 8 significant digits, all of its whole ones, and no superfluous zeros: `93,576`, `0.00001234`. */
export function priceToText(price: number): string {
  if (!Number.isFinite(price)) return UNDEFINED_TEXT;
  if (Math.abs(price) >= 1_000) return numberToText(price, 2).replace(/\.00$/, '');
  return decimalText(Number(price.toPrecision(8)));
}
