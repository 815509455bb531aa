import { readFileSync, writeFileSync } from 'node:fs';

/** Raw little-endian files without a header: `.f64` holds float64, `.u8` one byte a value. The machines we run on are little-endian. */
export function writeNumbers(file: string, values: Float64Array): void {
  writeFileSync(file, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
}

export function readNumbers(file: string): Float64Array {
  const bytes = readFileSync(file);
  const aligned = bytes.byteOffset % 8 === 0 ? bytes : new Uint8Array(bytes);
  return new Float64Array(aligned.buffer, aligned.byteOffset, aligned.byteLength / 8);
}

export const writeFlags = (file: string, flags: Uint8Array): void => writeFileSync(file, flags);

export const readFlags = (file: string): Uint8Array => new Uint8Array(readFileSync(file));
