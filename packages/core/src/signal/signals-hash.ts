import { createHash } from 'node:crypto';
import type { Signals } from './signals.ts';

/** SHA-256 of the length and the four bitsets: equal signals are the same run over the same candles. */
export function signalsHash({ length, longEntry, longExit, shortEntry, shortExit }: Signals): string {
  const hash = createHash('sha256').update(`${length}\n`);
  for (const { words } of [longEntry, longExit, shortEntry, shortExit]) {
    hash.update(new Uint8Array(words.buffer, words.byteOffset, words.byteLength));
  }
  return hash.digest('hex');
}

/** SHA-256 of a column, such as target weights, byte for byte. */
export const columnHash = (column: Float64Array): string =>
  createHash('sha256').update(new Uint8Array(column.buffer, column.byteOffset, column.byteLength)).digest('hex');
