import { decimalText, type ExactDecimals } from '@wick/core';
import type { ByteReader, ByteWriter } from './bytes.ts';
import { readIntegers, SIGNED_LIMIT, writeIntegers } from './integers.ts';
import { INTEGER_LIMIT, joinDecimal, placesOf, POWERS_OF_TEN, splitDecimal, SURE_LIMIT } from './scale.ts';

/** How a column is written. The first byte says which. */
const UNKNOWN = 0;
const SCALED = 1;
const SPLIT = 2;
const RAW = 3;
const HAS_UNKNOWN = 0x80;

/**
 * One column of decimals, so that every one comes back as it was:
 *
 * - `UNKNOWN`: nothing is known; no more bytes.
 * - `SCALED`: value × 10^places as integers.
 * - `SPLIT`: whole part and fraction × 10^places as two rows of integers, where the scaled value would exceed 2⁵³.
 * - `RAW`: the float64s, and the texts of those that are no float64, for −0 and doubles that are no short decimals.
 *
 * Where some values are unknown, a bitmap says which; in their place a zero is encoded.
 *
 * @param exact only rows whose decimal is not exactly a float64, in its shortest form
 */
export function writeColumn(writer: ByteWriter, values: Float64Array, exact: ExactDecimals | undefined): void {
  const unknown = countUnknown(values);
  if (unknown === values.length) return writer.byte(UNKNOWN);
  const known = unknown === 0 ? values : values.map((value) => (Number.isNaN(value) ? 0 : value));
  const places = placesOf(known, exact);
  const parts = places === undefined ? undefined : toIntegers(known, exact, places);
  const kind = parts === undefined ? RAW : parts.whole ? SPLIT : SCALED;
  writer.byte(kind | (unknown > 0 ? HAS_UNKNOWN : 0));
  if (unknown > 0) writer.bytes(unknownBitmap(values));
  if (parts === undefined) return writeRaw(writer, known, exact);
  writer.byte(places!);
  writeIntegers(writer, parts.scaled);
  if (parts.whole) writeIntegers(writer, parts.whole);
}

/**
 * The inverse of {@link writeColumn}: fills `out`, whose length is the number of rows.
 * @param exact is given the text of each decimal that is not exactly a float64, if anybody wants them
 */
export function readColumn(reader: ByteReader, out: Float64Array, exact?: Map<number, string>): void {
  const header = reader.byte();
  const kind = header & ~HAS_UNKNOWN;
  if (kind === UNKNOWN) {
    out.fill(NaN);
    return;
  }
  const unknown = header & HAS_UNKNOWN ? reader.bytes((out.length + 7) >>> 3) : undefined;
  if (kind === SCALED) readScaled(reader, out, exact);
  else if (kind === SPLIT) readSplit(reader, out, exact);
  else if (kind === RAW) readRaw(reader, out, exact);
  else throw new RangeError(`column encoding ${kind} is not known`);
  if (!unknown) return;
  for (let row = 0; row < out.length; row++) if (unknown[row >>> 3]! & (1 << (row & 7))) out[row] = NaN;
}

function countUnknown(values: Float64Array): number {
  let unknown = 0;
  for (let row = 0; row < values.length; row++) if (Number.isNaN(values[row])) unknown++;
  return unknown;
}

function unknownBitmap(values: Float64Array): Uint8Array {
  const bitmap = new Uint8Array((values.length + 7) >>> 3);
  for (let row = 0; row < values.length; row++) if (Number.isNaN(values[row])) bitmap[row >>> 3]! |= 1 << (row & 7);
  return bitmap;
}

/** Scaled integers; or, where one is too large, `scaled` holds only the fractions and `whole` the rest. */
interface Integers {
  readonly scaled: Float64Array;
  readonly whole?: Float64Array;
}

/** @returns undefined where integers cannot hold the column */
function toIntegers(values: Float64Array, exact: ExactDecimals | undefined, places: number): Integers | undefined {
  const power = POWERS_OF_TEN[places]!;
  const scaled = new Float64Array(values.length);
  let min = 0;
  let max = 0;
  for (let row = 0; row < values.length; row++) {
    let integer = Math.round(values[row]! * power);
    if (integer >= SURE_LIMIT || integer <= -SURE_LIMIT || exact?.has(row)) {
      integer = Number((exact?.get(row) ?? decimalText(values[row]!)).replace('.', '') + missingZeros(row));
    }
    scaled[row] = integer;
    if (integer < min) min = integer;
    else if (integer > max) max = integer;
  }
  if (min < 0) return max < SIGNED_LIMIT && min > -SIGNED_LIMIT ? { scaled } : undefined;
  return max < INTEGER_LIMIT ? { scaled } : split(values, exact, places, scaled);

  function missingZeros(row: number): string {
    const text = exact?.get(row) ?? decimalText(values[row]!);
    const point = text.indexOf('.');
    return '0'.repeat(places - (point === -1 ? 0 : text.length - point - 1));
  }
}

function split(values: Float64Array, exact: ExactDecimals | undefined, places: number, scaled: Float64Array): Integers {
  const power = POWERS_OF_TEN[places]!;
  const whole = new Float64Array(values.length);
  for (let row = 0; row < values.length; row++) {
    const integer = scaled[row]!;
    if (integer < SURE_LIMIT) {
      whole[row] = Math.floor(integer / power);
      scaled[row] = integer - whole[row]! * power;
    } else {
      const parts = splitDecimal(exact?.get(row) ?? decimalText(values[row]!), places);
      whole[row] = parts.whole;
      scaled[row] = parts.fraction;
    }
  }
  return { scaled, whole };
}

function readScaled(reader: ByteReader, out: Float64Array, exact: Map<number, string> | undefined): void {
  const places = reader.byte();
  const power = POWERS_OF_TEN[places]!;
  readIntegers(reader, out);
  for (let row = 0; row < out.length; row++) {
    const integer = out[row]!;
    out[row] = integer / power;
    if (exact && (integer >= SURE_LIMIT || integer <= -SURE_LIMIT)) {
      const sign = integer < 0 ? '-' : '';
      const magnitude = String(Math.abs(integer)).padStart(places + 1, '0');
      const whole = magnitude.slice(0, magnitude.length - places);
      noteExact(exact, row, sign + shortest(whole, magnitude.slice(magnitude.length - places)), out[row]!);
    }
  }
}

function readSplit(reader: ByteReader, out: Float64Array, exact: Map<number, string> | undefined): void {
  const places = reader.byte();
  const power = POWERS_OF_TEN[places]!;
  readIntegers(reader, out);
  const wholes = new Float64Array(out.length);
  readIntegers(reader, wholes);
  for (let row = 0; row < out.length; row++) {
    const fraction = out[row]!;
    const integer = wholes[row]! * power + fraction;
    if (integer < SURE_LIMIT) {
      out[row] = integer / power;
      continue;
    }
    const text = joinDecimal(wholes[row]!, fraction, places);
    out[row] = Number(text);
    if (exact) noteExact(exact, row, text, out[row]!);
  }
}

const shortest = (whole: string, fraction: string): string => {
  const digits = fraction.replace(/0+$/, '');
  return digits === '' ? whole : `${whole}.${digits}`;
};

function noteExact(exact: Map<number, string>, row: number, text: string, value: number): void {
  if (text !== decimalText(value)) exact.set(row, text);
}

function writeRaw(writer: ByteWriter, values: Float64Array, exact: ExactDecimals | undefined): void {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const planes = new Uint8Array(bytes.length);
  const length = values.length;
  for (let row = 0; row < length; row++) {
    for (let plane = 0; plane < 8; plane++) planes[plane * length + row] = bytes[row * 8 + plane]!;
  }
  writer.bytes(planes);
  const texts = Buffer.from(JSON.stringify([...(exact ?? [])]));
  writer.count(texts.length);
  writer.bytes(texts);
}

function readRaw(reader: ByteReader, out: Float64Array, exact: Map<number, string> | undefined): void {
  const length = out.length;
  const planes = reader.bytes(8 * length);
  const bytes = new Uint8Array(out.buffer, out.byteOffset, out.byteLength);
  for (let row = 0; row < length; row++) {
    for (let plane = 0; plane < 8; plane++) bytes[row * 8 + plane] = planes[plane * length + row]!;
  }
  const texts = reader.bytes(reader.count());
  if (!exact) return;
  for (const [row, text] of JSON.parse(texts.toString()) as [number, string][]) exact.set(row, text);
}
