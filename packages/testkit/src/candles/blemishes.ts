import { type CandleBatch, COLUMNS, type Column, DETAIL_COLUMNS, type TimeRange } from '@wick/core';
import { selectRows } from './select-rows.ts';

/** The batch without the candles that open in the range: a gap. */
export const withGap = (batch: CandleBatch, { fromMs, toMs }: TimeRange): CandleBatch =>
  selectRows(batch, (row) => batch.openTimeMs[row]! < fromMs || batch.openTimeMs[row]! >= toMs);

/** The candles that open in the range open and close that much later: a stretch off the grid. */
export function withShift(batch: CandleBatch, range: TimeRange, byMs: number): CandleBatch {
  const shift = (times: Float64Array): Float64Array =>
    times.map((time, row) => (opensIn(batch, row, range) ? time + byMs : time));
  return { ...batch, openTimeMs: shift(batch.openTimeMs), closeTimeMs: shift(batch.closeTimeMs) };
}

/** Nobody trades in the range: flat candles at the last close, with no volume. The exchange publishes them so. */
export function withoutTrades(batch: CandleBatch, range: TimeRange): CandleBatch {
  const columns = copyOfColumns(batch);
  for (let row = 0; row < batch.length; row++) {
    if (!opensIn(batch, row, range)) continue;
    const last = row > 0 ? columns.close[row - 1]! : columns.open[row]!;
    for (const name of COLUMNS) columns[name][row] = 0;
    for (const name of ['open', 'high', 'low', 'close'] as const) columns[name][row] = last;
  }
  return { ...batch, columns };
}

/** These details are unknown in every row. */
export function withoutDetails(
  batch: CandleBatch,
  names: readonly (typeof DETAIL_COLUMNS)[number][] = DETAIL_COLUMNS,
): CandleBatch {
  const columns = copyOfColumns(batch);
  const exact = { ...batch.exact };
  for (const name of names) {
    columns[name].fill(Number.NaN);
    delete exact[name];
  }
  return { ...batch, columns, exact };
}

const opensIn = ({ openTimeMs }: CandleBatch, row: number, { fromMs, toMs }: TimeRange): boolean =>
  openTimeMs[row]! >= fromMs && openTimeMs[row]! < toMs;

const copyOfColumns = ({ columns }: CandleBatch): Record<Column, Float64Array> =>
  Object.fromEntries(COLUMNS.map((name) => [name, columns[name].slice()])) as Record<Column, Float64Array>;
