import type { ExactDecimals } from '@wick/core';

/** Decimals with more places are kept as they are, not scaled. */
export const MAX_PLACES = 15;

/** The largest integer up to which every one is a float64. */
export const INTEGER_LIMIT = 2 ** 53;

/**
 * Below this, a scaled value is found, and given back, by arithmetic alone. Let the integer k = value × 10^places.
 * Neighbouring float64s at `value` are at most k × 2⁻⁵² / 10^places apart, so for k < 2⁵² no two decimals with that many
 * places share a float64: k is the only one, and the shortest text of `value` is k with the point moved. For k < 2⁵¹
 * the two roundings of `value * 10^places` (each at most 2⁻⁵³ of it) also stay below one half, so rounding finds k.
 */
export const SURE_LIMIT = 2 ** 51;

export const POWERS_OF_TEN: readonly number[] = Array.from({ length: MAX_PLACES + 1 }, (_, places) => Number(`1e${places}`));

/**
 * The fewest decimal places that hold every value of a column exactly, so that value × 10^places is an integer.
 *
 * @param exact decimals that count instead of the float64 of their row
 * @returns undefined if a value needs more than {@link MAX_PLACES}, is −0 or has a whole part above 2⁵³
 */
export function placesOf(values: Float64Array, exact: ExactDecimals | undefined): number | undefined {
  let places = 0;
  let power = 1;
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    const scaled = value * power;
    if (scaled < SURE_LIMIT && scaled > -SURE_LIMIT && Math.round(scaled) / power === value) {
      if (value === 0 && Object.is(value, -0)) return undefined;
      continue;
    }
    const own = placesOfValue(value, places);
    if (own === undefined) return undefined;
    places = Math.max(places, own);
    power = POWERS_OF_TEN[places]!;
  }
  for (const text of exact?.values() ?? []) places = Math.max(places, placesOfText(text));
  return places > MAX_PLACES ? undefined : places;
}

/**
 * A column as integers, value × 10^places, where arithmetic is sure of every one: the common case of {@link placesOf} and all that follows.
 *
 * @param least places to begin with
 * @param out is filled
 * @returns the fewest places from `least` on that fit all values; undefined where some value is −0, unknown, too long or too large
 */
export function scaleSurely(values: Float64Array, least: number, out: Float64Array): number | undefined {
  let places = least;
  for (;;) {
    const row = scaleUntilUnsure(values, POWERS_OF_TEN[places]!, out);
    if (row === values.length) return places;
    const own = placesOfValue(values[row]!, places);
    // More places come seldom, and early: those rows are scaled again.
    if (own === undefined || own <= places) return undefined;
    places = own;
  }
}

/** @returns the first row that is no integer below {@link SURE_LIMIT} when multiplied by the power */
function scaleUntilUnsure(values: Float64Array, power: number, out: Float64Array): number {
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    const scaled = Math.round(value * power);
    if (!(scaled < SURE_LIMIT && scaled > -SURE_LIMIT && scaled / power === value)) return row;
    if (scaled === 0 && Object.is(value, -0)) return row;
    out[row] = scaled;
  }
  return values.length;
}

/** The places of one value, from `least` on. */
function placesOfValue(value: number, least: number): number | undefined {
  if (!(Math.abs(value) < INTEGER_LIMIT)) return undefined;
  for (let places = least; places <= MAX_PLACES; places++) {
    const power = POWERS_OF_TEN[places]!;
    const scaled = value * power;
    if (Math.abs(scaled) >= SURE_LIMIT) break;
    if (Math.round(scaled) / power === value) return places;
  }
  const text = String(value);
  const places = placesOfText(text);
  return places > MAX_PLACES || text.includes('e') ? undefined : places;
}

const placesOfText = (text: string): number => {
  const point = text.indexOf('.');
  return point === -1 ? 0 : text.length - point - 1;
};

/** The whole and the fractional digits of a decimal with a fixed number of places, as two integers. */
export function splitDecimal(text: string, places: number): { whole: number; fraction: number } {
  const point = text.indexOf('.');
  if (point === -1) return { whole: Number(text), fraction: 0 };
  return { whole: Number(text.slice(0, point)), fraction: Number(text.slice(point + 1).padEnd(places, '0')) };
}

/** The decimal text of whole + fraction / 10^places, without superfluous zeros. */
export function joinDecimal(whole: number, fraction: number, places: number): string {
  if (fraction === 0) return String(whole);
  return `${whole}.${String(fraction).padStart(places, '0').replace(/0+$/, '')}`;
}
