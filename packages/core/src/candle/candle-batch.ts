import { type Candle, COLUMNS, type Column } from './candle.ts';
import type { Series } from './series.ts';

/** The decimal text of the rows whose value a float64 does not hold exactly, by row. */
export type ExactDecimals = ReadonlyMap<number, string>;

/**
 * Closed candles on their way from an exchange to storage: columns of equal length, open times strictly ascending.
 *
 * A float64 gives a decimal of up to 15 significant digits back exactly. The few values with more (large quote
 * volumes) also keep their text in `exact`, so nothing is lost between the exchange's string and storage.
 */
export interface CandleBatch {
  readonly series: Series;
  readonly length: number;
  readonly openTimeMs: Float64Array;
  /** NaN where unknown. Binance's own is openTime + interval − 1, but not always. */
  readonly closeTimeMs: Float64Array;
  readonly columns: Readonly<Record<Column, Float64Array>>;
  readonly exact: Readonly<Partial<Record<Column, ExactDecimals>>>;
}

const newColumns = (length: number): Record<Column, Float64Array> =>
  Object.fromEntries(COLUMNS.map((name) => [name, new Float64Array(length)])) as Record<Column, Float64Array>;

/** Rows into columns. `exact` is empty: a row's numbers are all that is known. */
export function candlesToBatch(series: Series, candles: readonly Candle[]): CandleBatch {
  const length = candles.length;
  const openTimeMs = new Float64Array(length);
  const closeTimeMs = new Float64Array(length);
  const columns = newColumns(length);
  candles.forEach((candle, row) => {
    openTimeMs[row] = candle.openTimeMs;
    closeTimeMs[row] = candle.closeTimeMs;
    for (const name of COLUMNS) columns[name][row] = candle[name];
  });
  return { series, length, openTimeMs, closeTimeMs, columns, exact: {} };
}

/** One row of a batch. @throws RangeError if there is no such row */
export function candleAt(batch: CandleBatch, row: number): Candle {
  if (!(row >= 0 && row < batch.length)) throw new RangeError(`row ${row} of ${batch.length}`);
  const values = Object.fromEntries(COLUMNS.map((name) => [name, batch.columns[name][row]])) as Record<Column, number>;
  return { openTimeMs: batch.openTimeMs[row]!, closeTimeMs: batch.closeTimeMs[row]!, ...values };
}

/** Rows `start` to `end` (exclusive) of a batch; columns are views, not copies. */
export function sliceBatch(batch: CandleBatch, start: number, end: number): CandleBatch {
  const exact: Partial<Record<Column, ExactDecimals>> = {};
  for (const name of COLUMNS) {
    const kept = [...(batch.exact[name] ?? [])].filter(([row]) => row >= start && row < end);
    if (kept.length > 0) exact[name] = new Map(kept.map(([row, text]) => [row - start, text]));
  }
  const columns = Object.fromEntries(
    COLUMNS.map((name) => [name, batch.columns[name].subarray(start, end)]),
  ) as Record<Column, Float64Array>;
  return {
    series: batch.series,
    length: end - start,
    openTimeMs: batch.openTimeMs.subarray(start, end),
    closeTimeMs: batch.closeTimeMs.subarray(start, end),
    columns,
    exact,
  };
}
