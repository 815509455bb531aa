import { type CandleBatch, type Column, COLUMNS } from '@wick/core';

/** Consecutive batches of one series as one. @throws RangeError without any batch */
export function joinBatches(batches: readonly CandleBatch[]): CandleBatch {
  const [first] = batches;
  if (first === undefined) throw new RangeError('no batch to join');
  if (batches.length === 1) return first;
  const length = batches.reduce((sum, batch) => sum + batch.length, 0);
  const join = (columnOf: (batch: CandleBatch) => Float64Array): Float64Array => {
    const joined = new Float64Array(length);
    let at = 0;
    for (const batch of batches) {
      joined.set(columnOf(batch), at);
      at += batch.length;
    }
    return joined;
  };
  const exact: Partial<Record<Column, Map<number, string>>> = {};
  let at = 0;
  for (const batch of batches) {
    for (const name of COLUMNS) {
      for (const [row, text] of batch.exact[name] ?? []) (exact[name] ??= new Map()).set(at + row, text);
    }
    at += batch.length;
  }
  return {
    series: first.series,
    length,
    openTimeMs: join((batch) => batch.openTimeMs),
    closeTimeMs: join((batch) => batch.closeTimeMs),
    columns: Object.fromEntries(COLUMNS.map((name) => [name, join((batch) => batch.columns[name])])) as Record<Column, Float64Array>,
    exact,
  };
}
