import { type CandleBatch, COLUMNS, type Column, decimalText, PRICE_COLUMNS } from '@wick/core';

/** How decimals are written: as float64, or as text, which holds all their digits. */
export const DECIMALS = ['float64', 'text'] as const;
export type Decimals = (typeof DECIMALS)[number];

export type ExportKind = 'time' | 'count' | Decimals;

/** A column of a file for other programs. */
export interface ExportColumn {
  readonly name: string;
  /** Times are milliseconds UTC and, as counts, 64-bit integers. */
  readonly kind: ExportKind;
  /** Some values can be unknown; they are null in the file, and NaN in the batch. */
  readonly nullable: boolean;
  readonly values: (batch: CandleBatch) => Float64Array;
  /** Where decimals come from that a float64 does not hold. */
  readonly column?: Column;
}

/** `takerBuyQuoteVolume` as `taker_buy_quote_volume`. */
const snakeCase = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The columns of an exported file, in the order of Binance's own files. */
export function exportColumns(decimals: Decimals): ExportColumn[] {
  const time = (name: 'openTimeMs' | 'closeTimeMs', nullable: boolean): ExportColumn => ({ name: snakeCase(name.replace('Ms', '')), kind: 'time', nullable, values: (batch) => batch[name] });
  const value = (name: Column): ExportColumn => ({
    name: snakeCase(name), kind: name === 'trades' ? 'count' : decimals, nullable: !(PRICE_COLUMNS as readonly string[]).includes(name),
    values: (batch) => batch.columns[name], column: name,
  });
  return [time('openTimeMs', false), ...PRICE_COLUMNS.map(value), time('closeTimeMs', true), ...COLUMNS.slice(PRICE_COLUMNS.length).map(value)];
}

/** Whole numbers, times and counts, as 64-bit integers; 0 where unknown. */
export function toInt64(values: Float64Array): BigInt64Array<ArrayBuffer> {
  const wide = new BigInt64Array(values.length);
  // Halves, since a million BigInts take their time.
  const halves = new Int32Array(wide.buffer);
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (Number.isNaN(value)) continue;
    halves[2 * row] = value | 0;
    halves[2 * row + 1] = Math.floor(value / 2 ** 32);
  }
  return wide;
}

/** Exact decimals; null where unknown. */
export function toTexts({ exact }: CandleBatch, values: Float64Array, column: Column): (string | null)[] {
  return Array.from(values, (value, row) => (Number.isNaN(value) ? null : (exact[column]?.get(row) ?? decimalText(value))));
}

export function hasUnknown(values: Float64Array): boolean {
  for (let row = 0; row < values.length; row++) if (values[row] !== values[row]) return true;
  return false;
}

/** Decimals of a batch that a float64 does not hold. */
export const inexactCount = ({ exact }: CandleBatch): number => COLUMNS.reduce((sum, name) => sum + (exact[name]?.size ?? 0), 0);
