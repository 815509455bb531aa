import { type CandleBatch, COLUMNS } from '@wick/core';
import type { BatchDraft } from './empty-batch.ts';

/** Copies rows `start` to `end` (exclusive) of a batch to where a draft has room for them, from `row` on. */
export function copyRows(from: CandleBatch, start: number, end: number, to: BatchDraft, row: number): void {
  to.openTimeMs.set(from.openTimeMs.subarray(start, end), row);
  to.closeTimeMs.set(from.closeTimeMs.subarray(start, end), row);
  for (const name of COLUMNS) {
    to.columns[name].set(from.columns[name].subarray(start, end), row);
    const texts = from.exact[name];
    if (!texts?.size) continue;
    for (let k = start; k < end; k++) {
      const text = texts.get(k);
      if (text !== undefined) to.exact[name].set(row + k - start, text);
    }
  }
}
