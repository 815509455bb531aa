import type { ExactDecimals } from '@wick/core';
import type { ByteReader, ByteWriter } from './bytes.ts';

const FLOAT64_BYTES = 8;

/** Float64s as byte planes, and the decimals that they do not hold as text. */
export function writeRaw(writer: ByteWriter, values: Float64Array, exact: ExactDecimals | undefined): void {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const planes = new Uint8Array(bytes.length);
  const length = values.length;
  for (let row = 0; row < length; row++) {
    for (let plane = 0; plane < FLOAT64_BYTES; plane++) planes[plane * length + row] = bytes[row * FLOAT64_BYTES + plane]!;
  }
  writer.bytes(planes);
  const texts = Buffer.from(JSON.stringify([...(exact ?? [])]));
  writer.count(texts.length);
  writer.bytes(texts);
}

/** The inverse of {@link writeRaw}. */
export function readRaw(reader: ByteReader, out: Float64Array, exact: Map<number, string> | undefined): void {
  const length = out.length;
  const planes = reader.bytes(FLOAT64_BYTES * length);
  const bytes = new Uint8Array(out.buffer, out.byteOffset, out.byteLength);
  for (let row = 0; row < length; row++) {
    for (let plane = 0; plane < FLOAT64_BYTES; plane++) bytes[row * FLOAT64_BYTES + plane] = planes[plane * length + row]!;
  }
  const texts = reader.bytes(reader.count());
  if (!exact) return;
  for (const [row, text] of JSON.parse(texts.toString()) as [number, string][]) exact.set(row, text);
}
