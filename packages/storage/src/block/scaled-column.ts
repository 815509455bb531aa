import type { ExactDecimals } from '@wick/core';
import { SIGNED_LIMIT } from './integers.ts';
import {
  INTEGER_LIMIT, isLarge, joinDecimal, placesOf, POWERS_OF_TEN, scaleSurely, shortestFraction, splitDecimal, SURE_LIMIT, valueOfParts,
} from './scale.ts';
import { scratchArray } from './scratch.ts';

/** The scratch array that holds what {@link toIntegers} gives. */
const SCALED = 0;

/** A column as integers: value × 10^places; or, with `whole` parts, the fraction × 10^places. */
export interface IntegerColumn {
  readonly places: number;
  readonly scaled: Float64Array;
  readonly whole?: Float64Array;
}

/** @returns undefined where integers cannot hold the column: −0, too many places, too large, too large and negative */
export function toIntegers(values: Float64Array, exact: ExactDecimals | undefined): IntegerColumn | undefined {
  if (!exact?.size) {
    const out = scratchArray(SCALED, values.length);
    const surely = scaleSurely(values, 0, out);
    if (surely !== undefined) return { places: surely, scaled: out };
  }
  const places = placesOf(values, exact);
  if (places === undefined) return undefined;
  if (needsSplit(values, places)) return split(values, exact, places);
  const power = POWERS_OF_TEN[places]!;
  const scaled = new Float64Array(values.length);
  let min = 0;
  let max = 0;
  for (let row = 0; row < values.length; row++) {
    let integer = Math.round(values[row]! * power);
    if (integer >= SURE_LIMIT || integer <= -SURE_LIMIT || exact?.has(row)) {
      integer = integerOfText(exact?.get(row) ?? String(values[row]), places);
    }
    scaled[row] = integer;
    if (integer < min) min = integer;
    else if (integer > max) max = integer;
  }
  if (min < 0) return max < SIGNED_LIMIT && min > -SIGNED_LIMIT ? { places, scaled } : undefined;
  return max < INTEGER_LIMIT ? { places, scaled } : split(values, exact, places);
}

/** Is some integer surely 2⁵³ or larger, by more than arithmetic may be wrong, and none negative? Then digits need not be looked at. */
function needsSplit(values: Float64Array, places: number): boolean {
  const power = POWERS_OF_TEN[places]!;
  let max = 0;
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (value < 0) return false;
    if (value > max) max = value;
  }
  return max * power >= INTEGER_LIMIT + 8;
}

/** Of a decimal with at most `places` places: all of its digits. Exact below 2⁵³, and otherwise not below it. */
function integerOfText(text: string, places: number): number {
  const point = text.indexOf('.');
  if (point === -1) return Number(text + '0'.repeat(places));
  return Number((text.slice(0, point) + text.slice(point + 1)).padEnd(point + places, '0'));
}

function split(values: Float64Array, exact: ExactDecimals | undefined, places: number): IntegerColumn {
  const power = POWERS_OF_TEN[places]!;
  const scaled = new Float64Array(values.length);
  const whole = new Float64Array(values.length);
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    const integer = Math.round(value * power);
    const text = exact?.get(row);
    if (integer < SURE_LIMIT && text === undefined) {
      whole[row] = Math.floor(integer / power);
      scaled[row] = integer - whole[row]! * power;
      continue;
    }
    const shortest = text === undefined && isLarge(value, places) ? shortestFraction(value, places) : NaN;
    const parts = Number.isNaN(shortest) ? splitDecimal(text ?? String(value), places) : { whole: Math.floor(value), fraction: shortest };
    whole[row] = parts.whole;
    scaled[row] = parts.fraction;
  }
  return { places, scaled, whole };
}

/** Integers in `out` become values. */
export function readScaled(out: Float64Array, places: number, exact: Map<number, string> | undefined): void {
  const power = POWERS_OF_TEN[places]!;
  for (let row = 0; row < out.length; row++) {
    const integer = out[row]!;
    out[row] = integer / power;
    if (exact && (integer >= SURE_LIMIT || integer <= -SURE_LIMIT)) {
      const digits = String(Math.abs(integer)).padStart(places + 1, '0');
      const point = digits.length - places;
      const magnitude = joinDecimal(Number(digits.slice(0, point)), Number(digits.slice(point)), places);
      noteIfExact(exact, row, integer < 0 ? `-${magnitude}` : magnitude, out[row]!);
    }
  }
}

/** Fractions in `out` and whole parts become values. */
export function readSplit(out: Float64Array, whole: Float64Array, places: number, exact: Map<number, string> | undefined): void {
  const power = POWERS_OF_TEN[places]!;
  for (let row = 0; row < out.length; row++) {
    const integer = whole[row]! * power + out[row]!;
    if (integer < SURE_LIMIT) {
      out[row] = integer / power;
    } else {
      const fraction = out[row]!;
      const value = valueOfParts(whole[row]!, fraction, places);
      out[row] = value;
      if (exact && !(isLarge(value, places) && shortestFraction(value, places) === fraction && Math.floor(value) === whole[row])) {
        noteIfExact(exact, row, joinDecimal(whole[row]!, fraction, places), value);
      }
    }
  }
}

/** Of 16 digits and more, many are the shortest text of their float64 all the same. Such values are below 10²¹: no exponent. */
function noteIfExact(exact: Map<number, string>, row: number, text: string, value: number): void {
  if (text !== String(value)) exact.set(row, text);
}
