import { type CandleBatch, COLUMNS } from '@wick/core';
import { emptyBatch } from './empty-batch.ts';

/** Some rows of a batch, in the order given, as a batch of their own. */
export function pickRows(batch: CandleBatch, rows: readonly number[]): CandleBatch {
  const picked = emptyBatch(batch.series, rows.length);
  rows.forEach((row, to) => {
    picked.openTimeMs[to] = batch.openTimeMs[row]!;
    picked.closeTimeMs[to] = batch.closeTimeMs[row]!;
  });
  for (const name of COLUMNS) {
    const values = batch.columns[name];
    rows.forEach((row, to) => (picked.columns[name][to] = values[row]!));
    const texts = batch.exact[name];
    if (!texts?.size) continue;
    rows.forEach((row, to) => {
      const text = texts.get(row);
      if (text !== undefined) picked.exact[name].set(to, text);
    });
  }
  return picked;
}
