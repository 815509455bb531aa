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
  if (isLarge(value, least) && !Number.isNaN(shortestFraction(value, least))) return least;
  const text = String(value);
  const places = placesOfText(text);
  return places > MAX_PLACES || text.includes('e') ? undefined : places;
}

const placesOfText = (text: string): number => {
  const point = text.indexOf('.');
  return point === -1 ? 0 : text.length - point - 1;
};

/** The whole and the fractional digits of a decimal with a fixed number of places, as two integers; no sign. */
export function splitDecimal(text: string, places: number): { whole: number; fraction: number } {
  let at = 0;
  let whole = 0;
  for (; at < text.length && text.charCodeAt(at) !== POINT; at++) whole = 10 * whole + text.charCodeAt(at) - ZERO;
  if (whole >= INTEGER_LIMIT) whole = Number(text.slice(0, at));
  let fraction = 0;
  let left = places;
  for (at++; at < text.length; at++, left--) fraction = 10 * fraction + text.charCodeAt(at) - ZERO;
  return { whole, fraction: fraction * POWERS_OF_TEN[left]! };
}

const POINT = 46;
const ZERO = 48;

/** The decimal text of whole + fraction / 10^places, without superfluous zeros. */
export function joinDecimal(whole: number, fraction: number, places: number): string {
  if (fraction === 0) return String(whole);
  return `${whole}.${String(fraction).padStart(places, '0').replace(/0+$/, '')}`;
}

/** Up to so many places the sums of {@link shortestFraction} are rounded correctly. */
const MAX_SUMMED_PLACES = 9;

/** Does {@link shortestFraction} know this one? */
export const isLarge = (value: number, places: number): boolean =>
  places <= MAX_SUMMED_PLACES && value < INTEGER_LIMIT && value * POWERS_OF_TEN[places]! >= SURE_LIMIT;

/**
 * The shortest decimal of a value, such as `String` gives, without making a string: its fraction × 10^places.
 *
 * With the whole part w and a fraction f / 10^p, the float64 of w + f / 10^p is what adding them gives. The quotient is off by 2⁻⁵⁴ at
 * most, which matters only next to the middle between two float64s. For a value above 2⁵¹ / 10^p those middles are multiples of
 * 2^−(2 + 3.33 p), and a fraction that is not on one is farther from it than 2^−(2 + 5.65 p), which is more than 2⁻⁵⁴ up to p = 9.
 *
 * @param value one that {@link isLarge}
 * @returns NaN if it needs more places, or if two decimals are equally near, so that only `String` knows which one it takes
 */
export function shortestFraction(value: number, places: number): number {
  const whole = Math.floor(value);
  const rest = value - whole;
  let fraction = NaN;
  // A shorter one that is the same float64 has the same digits or rounder ones, so the search ends at the first that is another.
  for (let fewer = places, factor = 1; fewer >= 0; fewer--, factor *= 10) {
    const power = POWERS_OF_TEN[fewer]!;
    const scaled = rest * power;
    const nearest = Math.round(scaled);
    if (whole + nearest / power !== value) break;
    fraction = nearest - scaled === 0.5 ? NaN : nearest * factor;
  }
  return fraction;
}

/** The float64 of whole + fraction / 10^places, where that is large: see {@link shortestFraction}. */
export const valueOfParts = (whole: number, fraction: number, places: number): number =>
  places <= MAX_SUMMED_PLACES ? whole + fraction / POWERS_OF_TEN[places]! : Number(joinDecimal(whole, fraction, places));
