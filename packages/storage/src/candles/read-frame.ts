import {
  type CandleBatch, type Column, COLUMNS, createFrame, type Frame, type FrameColumns, PRICE_COLUMNS, type Series, type TimeRange,
} from '@wick/core';
import type { Kysely } from 'kysely';
import { type DecodedColumns, decodeBlock } from '../block/block-to-batch.ts';
import { partOf } from '../block/block.ts';
import { firstRowFrom } from '../period/period.ts';
import type { Tables } from '../postgres/tables.ts';
import { readBlocks, type StoredBlock } from './blocks.ts';
import { readHotRows } from './hot-rows.ts';
import type { StoredSeries } from './stored-series.ts';

/**
 * A range of a series as a frame, within a transaction that sees one state. Only the parts of blocks that hold the
 * wanted columns are fetched, and they are decoded straight into the frame's own arrays.
 */
export async function readFrame(
  db: Kysely<Tables>,
  stored: StoredSeries,
  range: TimeRange,
  columns: readonly Column[],
): Promise<Frame> {
  const names = withPrices(columns);
  const parts = [...new Set(names.map(partOf))];
  const blocks = await readBlocks(db, stored, range, ['openTimes', ...parts]);
  const rows = await readHotRows(db, stored, range);
  const all = newColumns(names, blocks.reduce((length, { candles }) => length + candles, rows.length));
  fill(all, stored.series, blocks, rows);
  const wanted = viewOf(all, firstRowFrom(all.openTimeMs, range.fromMs), firstRowFrom(all.openTimeMs, range.toMs));
  return createFrame(stored.series, wanted.openTimeMs, wanted.columns as FrameColumns);
}

/** A frame of no candles. */
export const emptyFrame = (series: Series, columns: readonly Column[]): Frame => {
  const empty = newColumns(withPrices(columns), 0);
  return createFrame(series, empty.openTimeMs, empty.columns as FrameColumns);
};

const withPrices = (columns: readonly Column[]): Column[] =>
  COLUMNS.filter((name) => columns.includes(name) || (PRICE_COLUMNS as readonly string[]).includes(name));

const newColumns = (names: readonly Column[], length: number): DecodedColumns => ({
  openTimeMs: new Float64Array(length),
  columns: Object.fromEntries(names.map((name) => [name, new Float64Array(length)])),
});

const viewOf = ({ openTimeMs, columns }: DecodedColumns, start: number, end: number): DecodedColumns => ({
  openTimeMs: openTimeMs.subarray(start, end),
  columns: Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values.subarray(start, end)])),
});

/** Blocks, and before each of them the rows of earlier periods. */
function fill(all: DecodedColumns, series: Series, blocks: readonly StoredBlock[], rows: CandleBatch): void {
  let end = 0;
  const next = (length: number): DecodedColumns => viewOf(all, end, (end += length));
  let row = 0;
  const copyRowsBefore = (timeMs: number): void => {
    const first = row;
    row = firstRowFrom(rows.openTimeMs, timeMs);
    copyRows(rows, first, row, next(row - first));
  };
  for (const block of blocks) {
    copyRowsBefore(block.firstOpenTimeMs);
    decodeBlock(series, block, next(block.candles));
  }
  copyRowsBefore(Infinity);
}

function copyRows(rows: CandleBatch, start: number, end: number, out: DecodedColumns): void {
  out.openTimeMs.set(rows.openTimeMs.subarray(start, end));
  for (const name of COLUMNS) out.columns[name]?.set(rows.columns[name].subarray(start, end));
}
