import { isExactInFloat64, trimDecimal } from '@wick/core';

/** 10^0 to 10^22: every power of ten that a float64 holds exactly. */
export const POWERS_OF_TEN: Float64Array = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

/**
 * A decimal m·10^−k with m below 2^52 (and k ≤ 22) is given back by its float64.
 *
 * m and 10^k are exact, so m / 10^k is rounded once, hence correctly. The gap between neighbouring float64 values is
 * then at most value·2^−52 < 10^−k, less than one unit of the last place: no other decimal of k places, and therefore
 * no shorter one, is read as the same number, so printing the number gives this very decimal.
 */
export const EXACT_BELOW: number = 2 ** 52;

export interface DecimalValue {
  readonly value: number;
  /** The text without superfluous zeros, where the float64 does not hold it exactly. */
  readonly exactText?: string;
}

/**
 * The decimal in `bytes` from `start` to `end` (exclusive), correctly rounded: the general case behind the fast path
 * of the CSV reader. undefined where the bytes are not a plain decimal.
 */
export function bytesToDecimal(bytes: Uint8Array, start: number, end: number): DecimalValue | undefined {
  let point = -1;
  for (let at = start; at < end; at++) {
    const code = bytes[at]!;
    if (code === 46 && point < 0 && at > start && at < end - 1) point = at;
    else if (code < 48 || code > 57) return undefined;
  }
  if (start === end) return undefined;

  let last = end;
  if (point >= 0) while (bytes[last - 1] === 48) last--;
  let scaled = 0;
  for (let at = start; at < last; at++) if (at !== point) scaled = scaled * 10 + (bytes[at]! - 48);
  const decimals = point < 0 ? 0 : Math.max(0, last - point - 1);
  if (scaled < EXACT_BELOW && decimals <= 22) return { value: scaled / POWERS_OF_TEN[decimals]! };

  const text = String.fromCharCode(...bytes.subarray(start, end));
  const value = Number(text);
  if (!Number.isFinite(value)) return undefined;
  return isExactInFloat64(text, value) ? { value } : { value, exactText: trimDecimal(text) };
}

/** The same for a decimal in a string: a field of an exchange's JSON. */
export function textToDecimal(text: string): DecimalValue | undefined {
  const { length } = text;
  let scaled = 0;
  let point = -1;
  for (let at = 0; at < length; at++) {
    const code = text.charCodeAt(at);
    if (code >= 48 && code <= 57) scaled = scaled * 10 + (code - 48);
    else if (code === 46 && point < 0 && at > 0 && at < length - 1) point = at;
    else return undefined;
  }
  if (length === 0) return undefined;
  const decimals = point < 0 ? 0 : length - point - 1;
  if (scaled < EXACT_BELOW && decimals <= 22) return { value: scaled / POWERS_OF_TEN[decimals]! };

  const value = Number(text);
  if (!Number.isFinite(value)) return undefined;
  return isExactInFloat64(text, value) ? { value } : { value, exactText: trimDecimal(text) };
}
