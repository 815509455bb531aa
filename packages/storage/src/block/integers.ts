import type { ByteReader, ByteWriter } from './bytes.ts';

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
  if (width <= 4) return fromNarrowPlanes(planes, out, width, isSigned);
  const length = out.length;
  for (let i = 0; i < length; i++) {
    let low = 0;
    let high = 0;
    for (let plane = 0; plane < 4; plane++) low |= planes[plane * length + i]! << (8 * plane);
    for (let plane = 4; plane < width; plane++) high |= planes[plane * length + i]! << (8 * (plane - 4));
    const whole = (high >>> 0) * TWO_32 + (low >>> 0);
    if (!isSigned) out[i] = whole;
    else if (low & 1) out[i] = -((whole - 1) / 2) - 1;
    else out[i] = whole / 2;
  }
}

/** In 32-bit arithmetic, and all planes in one pass. */
function fromNarrowPlanes(planes: Uint8Array, out: Float64Array, width: number, isSigned: boolean): void {
  const length = out.length;
  const second = length;
  const third = 2 * length;
  const fourth = 3 * length;
  for (let i = 0; i < length; i++) {
    let word = planes[i]!;
    if (width > 1) word |= planes[second + i]! << 8;
    if (width > 2) word |= planes[third + i]! << 16;
    if (width > 3) word |= planes[fourth + i]! << 24;
    out[i] = isSigned ? (word >>> 1) ^ -(word & 1) : word >>> 0;
  }
}
