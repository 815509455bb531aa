import { type CandleBatch, COLUMNS, type Column, type ExactDecimals } from '@wick/core';

/** The rows of a batch for which `keep` is true, with their exact decimals. */
export function selectRows(batch: CandleBatch, keep: (row: number) => boolean): CandleBatch {
  const rows = Array.from({ length: batch.length }, (_, row) => row).filter(keep);
  if (rows.length === batch.length) return batch;
  const pick = (values: Float64Array): Float64Array => Float64Array.from(rows, (row) => values[row]!);
  const columns = Object.fromEntries(COLUMNS.map((name) => [name, pick(batch.columns[name])])) as Record<Column, Float64Array>;
  const exact: Partial<Record<Column, ExactDecimals>> = {};
  for (const name of COLUMNS) {
    const texts = batch.exact[name];
    if (!texts) continue;
    const kept = rows.flatMap((row, newRow) => (texts.has(row) ? [[newRow, texts.get(row)!] as const] : []));
    if (kept.length > 0) exact[name] = new Map(kept);
  }
  return {
    series: batch.series,
    length: rows.length,
    openTimeMs: pick(batch.openTimeMs),
    closeTimeMs: pick(batch.closeTimeMs),
    columns,
    exact,
  };
}
