import type { ExactDecimals } from '@wick/core';
import type { ByteReader, ByteWriter } from './bytes.ts';
import { readIntegers, writeIntegers } from './integers.ts';
import { readRaw, writeRaw } from './raw-column.ts';
import { readScaled, readSplit, toIntegers } from './scaled-column.ts';

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
  const integers = toIntegers(known, exact);
  const kind = integers === undefined ? RAW : integers.whole ? SPLIT : SCALED;
  writer.byte(kind | (unknown > 0 ? HAS_UNKNOWN : 0));
  if (unknown > 0) writer.bytes(unknownBitmap(values));
  if (integers === undefined) return writeRaw(writer, known, exact);
  writer.byte(integers.places);
  writeIntegers(writer, integers.scaled);
  if (integers.whole) writeIntegers(writer, integers.whole);
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
  if (kind === RAW) {
    readRaw(reader, out, exact);
  } else {
    const places = reader.byte();
    readIntegers(reader, out);
    if (kind === SCALED) {
      readScaled(out, places, exact);
    } else {
      const whole = new Float64Array(out.length);
      readIntegers(reader, whole);
      readSplit(out, whole, places, exact);
    }
  }
  if (unknown) restoreUnknown(out, unknown);
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

function restoreUnknown(out: Float64Array, bitmap: Uint8Array): void {
  for (let row = 0; row < out.length; row++) if (bitmap[row >>> 3]! & (1 << (row & 7))) out[row] = NaN;
}
