import type { ByteReader, ByteWriter } from './bytes.ts';

const TWO_32 = 4_294_967_296;

/** Signed integers must be smaller than this, so that they stay exact when zigzagged. */
export const SIGNED_LIMIT = 2 ** 52;

/**
 * Integers as byte planes: all lowest bytes, then all second bytes, … as many planes as the largest one needs. Like
 * bytes lie together, which is what a compressor wants. Negative ones are zigzagged first: 0, −1, 1, −2 → 0, 1, 2, 3.
 *
 * @param integers within ±{@link SIGNED_LIMIT}, or 0 to 2⁵³ if none is negative
 */
export function writeIntegers(writer: ByteWriter, integers: Float64Array): void {
  const length = integers.length;
  let min = 0;
  let max = 0;
  for (let i = 0; i < length; i++) {
    const value = integers[i]!;
    if (value < min) min = value;
    else if (value > max) max = value;
  }
  const isSigned = min < 0;
  const largest = isSigned ? Math.max(2 * max, -2 * min - 1) : max;
  let width = 0;
  while (largest >= 2 ** (8 * width)) width++;
  if (largest === 0) width = 0;
  const planes = new Uint8Array(length * width);
  if (width > 4) fillWidePlanes(planes, integers, width, isSigned);
  else if (width > 0) fillPlanes(planes, integers, width, isSigned);
  writer.byte(width | (isSigned ? 0x80 : 0));
  writer.bytes(planes);
}

/** The inverse of {@link writeIntegers}: fills `out`, whose length is the number of integers. */
export function readIntegers(reader: ByteReader, out: Float64Array): void {
  const header = reader.byte();
  const width = header & 0x7f;
  const planes = reader.bytes(out.length * width);
  if (width === 0) out.fill(0);
  else if (width <= 4) joinPlanes(planes, out, width);
  else joinWidePlanes(planes, out, width);
  if (header & 0x80) unzigzag(out);
}

function fillPlanes(planes: Uint8Array, integers: Float64Array, width: number, isSigned: boolean): void {
  const length = integers.length;
  for (let i = 0; i < length; i++) {
    const value = integers[i]!;
    let rest = (isSigned ? (value < 0 ? -2 * value - 1 : 2 * value) : value) >>> 0;
    for (let at = i, plane = 0; plane < width; plane++, at += length) {
      planes[at] = rest;
      rest >>>= 8;
    }
  }
}

function fillWidePlanes(planes: Uint8Array, integers: Float64Array, width: number, isSigned: boolean): void {
  const length = integers.length;
  for (let i = 0; i < length; i++) {
    const value = integers[i]!;
    const whole = isSigned ? (value < 0 ? -2 * value - 1 : 2 * value) : value;
    let high = Math.floor(whole / TWO_32);
    let low = (whole - high * TWO_32) >>> 0;
    let at = i;
    for (let plane = 0; plane < 4; plane++, at += length) {
      planes[at] = low;
      low >>>= 8;
    }
    for (let plane = 4; plane < width; plane++, at += length) {
      planes[at] = high;
      high >>>= 8;
    }
  }
}

function joinPlanes(planes: Uint8Array, out: Float64Array, width: number): void {
  const length = out.length;
  const second = width > 1 ? length : -1;
  const third = width > 2 ? 2 * length : -1;
  const fourth = width > 3 ? 3 * length : -1;
  for (let i = 0; i < length; i++) {
    let value = planes[i]!;
    if (second > 0) value |= planes[second + i]! << 8;
    if (third > 0) value |= planes[third + i]! << 16;
    if (fourth > 0) value |= planes[fourth + i]! << 24;
    out[i] = value >>> 0;
  }
}

function joinWidePlanes(planes: Uint8Array, out: Float64Array, width: number): void {
  const length = out.length;
  joinPlanes(planes, out, 4);
  for (let plane = 4; plane < width; plane++) {
    const weight = 2 ** (8 * plane);
    const start = plane * length;
    for (let i = 0; i < length; i++) out[i]! += planes[start + i]! * weight;
  }
}

function unzigzag(out: Float64Array): void {
  for (let i = 0; i < out.length; i++) {
    const value = out[i]!;
    const half = Math.floor(value / 2);
    out[i] = half * 2 === value ? half : -half - 1;
  }
}
