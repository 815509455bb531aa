import { type CandleBatch, type Column, COLUMNS, type ExactDecimals, type Series } from '@wick/core';

/** The columns of a batch while they are being filled. */
export interface BatchColumns {
  readonly openTimeMs: Float64Array;
  readonly closeTimeMs: Float64Array;
  readonly columns: Readonly<Record<Column, Float64Array>>;
  readonly exact: Partial<Record<Column, Map<number, string>>>;
}

/**
 * Room for `capacity` rows. Every value is unknown until it is set.
 * @param written columns that are set in every row, so that nothing has to be put there before
 */
export function newBatchColumns(capacity: number, written: readonly (Column | 'closeTime')[] = []): BatchColumns {
  const column = (name: Column | 'closeTime'): Float64Array => {
    const values = new Float64Array(capacity);
    return written.includes(name) ? values : values.fill(NaN);
  };
  return {
    openTimeMs: new Float64Array(capacity),
    closeTimeMs: column('closeTime'),
    columns: Object.fromEntries(COLUMNS.map((name) => [name, column(name)])) as Record<Column, Float64Array>,
    exact: {},
  };
}

export function keepExact(batch: BatchColumns, column: Column, row: number, text: string): void {
  (batch.exact[column] ??= new Map()).set(row, text);
}

/** The first `length` rows as a batch: views, or copies where most of the room is unused. */
export function columnsToBatch(series: Series, filled: BatchColumns, length: number): CandleBatch {
  const spare = filled.openTimeMs.length > 2 * length;
  const rows = (values: Float64Array): Float64Array => (spare ? values.slice(0, length) : values.subarray(0, length));
  return {
    series,
    length,
    openTimeMs: rows(filled.openTimeMs),
    closeTimeMs: rows(filled.closeTimeMs),
    columns: Object.fromEntries(
      COLUMNS.map((name) => [name, rows(filled.columns[name])]),
    ) as Record<Column, Float64Array>,
    exact: filled.exact as Partial<Record<Column, ExactDecimals>>,
  };
}

/** Do two rows hold the same candle, to the last digit? */
export function isSameRow(a: Rows, rowA: number, b: Rows, rowB: number): boolean {
  if (!Object.is(a.openTimeMs[rowA], b.openTimeMs[rowB]) || !Object.is(a.closeTimeMs[rowA], b.closeTimeMs[rowB])) return false;
  return COLUMNS.every(
    (name) =>
      Object.is(a.columns[name][rowA], b.columns[name][rowB]) && a.exact[name]?.get(rowA) === b.exact[name]?.get(rowB),
  );
}

type Rows = Pick<CandleBatch, 'openTimeMs' | 'closeTimeMs' | 'columns' | 'exact'>;
