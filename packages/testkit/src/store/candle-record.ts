import {
  type CandleBatch,
  COLUMNS,
  type Column,
  decimalText,
  type ExactDecimals,
  isExactInFloat64,
  type Series,
  trimDecimal,
} from '@wick/core';

/** One candle with every value as its decimal text: what two ways of keeping candles are compared by. */
export interface CandleRecord {
  readonly openTimeMs: number;
  /** null where unknown, here and in `values`. */
  readonly closeTimeMs: number | null;
  readonly values: Readonly<Record<Column, string | null>>;
}

/** The rows of a batch as decimal texts without superfluous zeros. */
export function batchToRecords(batch: CandleBatch): CandleRecord[] {
  return Array.from({ length: batch.length }, (_, row) => {
    const closeTimeMs = batch.closeTimeMs[row]!;
    const values = Object.fromEntries(COLUMNS.map((name) => [name, textAt(batch, name, row)])) as CandleRecord['values'];
    return { openTimeMs: batch.openTimeMs[row]!, closeTimeMs: Number.isNaN(closeTimeMs) ? null : closeTimeMs, values };
  });
}

/** The inverse: a text that no float64 holds also goes into `exact`. */
export function recordsToBatch(series: Series, records: readonly CandleRecord[]): CandleBatch {
  const exact: Partial<Record<Column, ExactDecimals>> = {};
  const column = (name: Column): Float64Array => {
    const texts = new Map<number, string>();
    const values = Float64Array.from(records, (record, row) => {
      const text = record.values[name];
      if (text !== null && !isExactInFloat64(text)) texts.set(row, text);
      return text === null ? Number.NaN : Number(text);
    });
    if (texts.size > 0) exact[name] = texts;
    return values;
  };
  return {
    series,
    length: records.length,
    openTimeMs: Float64Array.from(records, (record) => record.openTimeMs),
    closeTimeMs: Float64Array.from(records, (record) => record.closeTimeMs ?? Number.NaN),
    columns: Object.fromEntries(COLUMNS.map((name) => [name, column(name)])) as Record<Column, Float64Array>,
    exact,
  };
}

function textAt(batch: CandleBatch, name: Column, row: number): string | null {
  const exact = batch.exact[name]?.get(row);
  if (exact !== undefined) return trimDecimal(exact);
  const value = batch.columns[name][row]!;
  return Number.isNaN(value) ? null : decimalText(value);
}
