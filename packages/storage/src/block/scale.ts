import { decimalText, type ExactDecimals } from '@wick/core';

/** Decimals with more places are kept as they are, not scaled. */
export const MAX_PLACES = 15;
/** Every integer below is a decimal of at most 15 digits, which a float64 gives back as it was. */
export const SURE_LIMIT = 1e15;
/** The largest integer up to which every one is a float64. */
export const INTEGER_LIMIT = 2 ** 53;

export const POWERS_OF_TEN: readonly number[] = Array.from({ length: MAX_PLACES + 1 }, (_, places) => Number(`1e${places}`));

/**
 * The fewest decimal places that hold every value of a column exactly, so that value × 10^places is an integer.
 *
 * @returns undefined if a value needs more than {@link MAX_PLACES}, is −0 or too large for its whole part
 */
export function placesOf(values: Float64Array, exact: ExactDecimals | undefined): number | undefined {
  let places = 0;
  let power = 1;
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    let scaled = value * power;
    if (scaled < SURE_LIMIT && scaled > -SURE_LIMIT && Math.round(scaled) / power === value) {
      if (value === 0 && Object.is(value, -0)) return undefined;
      continue;
    }
    if (!(Math.abs(value) < INTEGER_LIMIT)) return undefined;
    do {
      if (Math.abs(scaled) >= SURE_LIMIT) {
        places = Math.max(places, placesOfText(decimalText(value)));
        break;
      }
      if (Math.round(scaled) / power === value) break;
      places++;
      power = POWERS_OF_TEN[places] ?? Infinity;
      scaled = value * power;
    } while (places <= MAX_PLACES);
    if (places > MAX_PLACES) return undefined;
    power = POWERS_OF_TEN[places]!;
  }
  for (const text of exact?.values() ?? []) places = Math.max(places, placesOfText(text));
  return places > MAX_PLACES ? undefined : places;
}

const placesOfText = (text: string): number => {
  const point = text.indexOf('.');
  return point === -1 ? 0 : text.length - point - 1;
};

/** The whole and the fractional digits of a decimal with a fixed number of places, as two integers. */
export function splitDecimal(text: string, places: number): { whole: number; fraction: number } {
  const [whole = '', fraction = ''] = text.split('.');
  return { whole: Number(whole), fraction: Number(fraction.padEnd(places, '0')) };
}

/** The decimal text of whole + fraction / 10^places, without superfluous zeros. */
export function joinDecimal(whole: number, fraction: number, places: number): string {
  if (fraction === 0) return String(whole);
  return `${whole}.${String(fraction).padStart(places, '0').replace(/0+$/, '')}`;
}
