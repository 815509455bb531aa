import type { ByteReader, ByteWriter } from './bytes.ts';

const TWO_31 = 2 ** 31;
const TWO_32 = 2 ** 32;
const SIGNED = 0x80;

/** Signed integers must be smaller than this, so that they stay exact when zigzagged. */
export const SIGNED_LIMIT = 2 ** 52;

/**
 * Integers as byte planes: all lowest bytes, then all second bytes, … as many planes as the largest one needs. Like
 * bytes lie together, which is what a compressor wants. Where there are negative ones, all are zigzagged first:
 * 0, −1, 1, −2, 2 become 0, 1, 2, 3, 4.
 *
 * @param integers within ±{@link SIGNED_LIMIT}, or 0 to 2⁵³ if none is negative
 */
export function writeIntegers(writer: ByteWriter, integers: Float64Array): void {
  let min = 0;
  let max = 0;
  for (let i = 0; i < integers.length; i++) {
    const value = integers[i]!;
    if (value < min) min = value;
    else if (value > max) max = value;
  }
  const isSigned = min < 0;
  const largest = isSigned ? Math.max(2 * max, -2 * min - 1) : max;
  let width = 0;
  while (largest >= 2 ** (8 * width) && largest > 0) width++;
  writer.byte(width | (isSigned ? SIGNED : 0));
  if (width > 0) fillPlanes(writer.room(integers.length * width), integers, width, isSigned);
}

/** The inverse of {@link writeIntegers}: fills `out`, whose length is the number of integers. */
export function readIntegers(reader: ByteReader, out: Float64Array): void {
  const header = reader.byte();
  const width = header & ~SIGNED;
  if (width === 0) out.fill(0);
  else fromPlanes(reader.bytes(out.length * width), out, width, (header & SIGNED) !== 0);
}

function fillPlanes(planes: Uint8Array, integers: Float64Array, width: number, isSigned: boolean): void {
  if (width <= 4) return fillNarrowPlanes(planes, integers, width, isSigned);
  const length = integers.length;
  for (let i = 0; i < length; i++) {
    const value = integers[i]!;
    const whole = isSigned ? (value < 0 ? -2 * value - 1 : 2 * value) : value;
    const high = Math.floor(whole / TWO_32);
    const low = whole - high * TWO_32;
    for (let plane = 0; plane < 4; plane++) planes[plane * length + i] = low >>> (8 * plane);
    for (let plane = 4; plane < width; plane++) planes[plane * length + i] = high >>> (8 * (plane - 4));
  }
}

/** In 32-bit arithmetic, and all planes in one pass. */
function fillNarrowPlanes(planes: Uint8Array, integers: Float64Array, width: number, isSigned: boolean): void {
  const length = integers.length;
  const second = length;
  const third = 2 * length;
  const fourth = 3 * length;
  for (let i = 0; i < length; i++) {
    const value = integers[i]! | 0;
    const whole = isSigned ? (value << 1) ^ (value >> 31) : value;
    planes[i] = whole;
    if (width > 1) planes[second + i] = whole >>> 8;
    if (width > 2) planes[third + i] = whole >>> 16;
    if (width > 3) planes[fourth + i] = whole >>> 24;
  }
}

function fromPlanes(planes: Uint8Array, out: Float64Array, width: number, isSigned: boolean): void {
  const length = out.length;
  const low = joinPlanes(planes, length, 0, Math.min(width, 4));
  if (width <= 4) {
    if (isSigned) for (let i = 0; i < length; i++) out[i] = (low[i]! >>> 1) ^ -(low[i]! & 1);
    else out.set(low);
    return;
  }
  const high = joinPlanes(planes, length, 4, width);
  for (let i = 0; i < length; i++) {
    const word = low[i]!;
    if (!isSigned) out[i] = high[i]! * TWO_32 + word;
    else if (word & 1) out[i] = -(high[i]! * TWO_31 + (word >>> 1)) - 1;
    else out[i] = high[i]! * TWO_31 + (word >>> 1);
  }
}

/** The planes from `first` to `end` (exclusive, at most four) as one word a row. */
function joinPlanes(planes: Uint8Array, length: number, first: number, end: number): Uint32Array {
  const words = new Uint32Array(length);
  for (let plane = first; plane < end; plane++) {
    const shift = 8 * (plane - first);
    const start = plane * length;
    for (let i = 0; i < length; i++) words[i]! |= planes[start + i]! << shift;
  }
  return words;
}
