import { type CandleBatch, type Column, COLUMNS, type Series } from '@wick/core';

/** A batch to be filled: `length` rows of zeros, no exact decimals. */
export type BatchDraft = CandleBatch & { readonly exact: Readonly<Record<Column, Map<number, string>>> };

export const emptyBatch = (series: Series, length: number): BatchDraft => ({
  series,
  length,
  openTimeMs: new Float64Array(length),
  closeTimeMs: new Float64Array(length),
  columns: byColumn(() => new Float64Array(length)),
  exact: byColumn(() => new Map<number, string>()),
});

export const byColumn = <T>(make: (name: Column) => T): Record<Column, T> =>
  Object.fromEntries(COLUMNS.map((name) => [name, make(name)])) as Record<Column, T>;

/** One batch after another; all of one series, ascending throughout. */
export function concatBatches(series: Series, batches: readonly CandleBatch[]): CandleBatch {
  if (batches.length === 1) return batches[0]!;
  const all = emptyBatch(series, batches.reduce((length, batch) => length + batch.length, 0));
  let start = 0;
  for (const batch of batches) {
    all.openTimeMs.set(batch.openTimeMs, start);
    all.closeTimeMs.set(batch.closeTimeMs, start);
    for (const name of COLUMNS) {
      all.columns[name].set(batch.columns[name], start);
      for (const [row, text] of batch.exact[name] ?? []) all.exact[name].set(start + row, text);
    }
    start += batch.length;
  }
  return all;
}
