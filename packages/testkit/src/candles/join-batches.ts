import { type CandleBatch, COLUMNS, type Column, type ExactDecimals } from '@wick/core';

/** Two batches of one series, the second after the first, as one. */
export function joinBatches(first: CandleBatch, second: CandleBatch): CandleBatch {
  if (first.length === 0) return second;
  if (second.length === 0) return first;
  const columns = Object.fromEntries(
    COLUMNS.map((name) => [name, join(first.columns[name], second.columns[name])]),
  ) as Record<Column, Float64Array>;
  const exact: Partial<Record<Column, ExactDecimals>> = {};
  for (const name of COLUMNS) {
    const later = [...(second.exact[name] ?? [])].map(([row, text]) => [row + first.length, text] as const);
    const texts = new Map([...(first.exact[name] ?? []), ...later]);
    if (texts.size > 0) exact[name] = texts;
  }
  return {
    series: first.series,
    length: first.length + second.length,
    openTimeMs: join(first.openTimeMs, second.openTimeMs),
    closeTimeMs: join(first.closeTimeMs, second.closeTimeMs),
    columns,
    exact,
  };
}

function join(first: Float64Array, second: Float64Array): Float64Array {
  const joined = new Float64Array(first.length + second.length);
  joined.set(first);
  joined.set(second, first.length);
  return joined;
}
