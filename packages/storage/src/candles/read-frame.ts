import {
  type CandleBatch, type Column, COLUMNS, createFrame, type Frame, type FrameColumns, PRICE_COLUMNS, type Series, type TimeRange,
} from '@wick/core';
import type { Kysely } from 'kysely';
import { type DecodedColumns, decodeBlock } from '../block/block-to-batch.ts';
import { partOf } from '../block/block.ts';
import type { CacheEntry, ColumnCache } from '../cache/column-cache.ts';
import { firstRowFrom } from '../period/period.ts';
import type { Tables } from '../postgres/tables.ts';
import { type BlockHead, readBlockHeads, readBlockParts } from './block-heads.ts';
import { readHotRows } from './hot-rows.ts';
import type { StoredSeries } from './stored-series.ts';

/**
 * A range of a series as a frame, within a transaction that sees one state. Only the parts of blocks that hold the
 * wanted columns are fetched, and they are decoded straight into the frame's own arrays: those of blocks that the cache
 * does not have. The arrays are shared memory, so that threads can read them too.
 */
export async function readFrame(
  db: Kysely<Tables>,
  stored: StoredSeries,
  range: TimeRange,
  columns: readonly Column[],
  cache?: ColumnCache,
): Promise<Frame> {
  const names = withPrices(columns);
  const heads = await readBlockHeads(db, stored, range);
  const rows = await readHotRows(db, stored, range);
  const all = newColumns(names, heads.reduce((length, { candles }) => length + candles, rows.length));
  const entries = layOut(all, names, heads, rows);
  const absent = cache ? await cache.read(entries) : entries;
  if (absent.length > 0) await decode(db, stored, absent);
  cache?.keep(absent);
  const wanted = viewOf(all, firstRowFrom(all.openTimeMs, range.fromMs), firstRowFrom(all.openTimeMs, range.toMs));
  return createFrame(stored.series, wanted.openTimeMs, wanted.columns as FrameColumns);
}

/** A block's place in the frame. */
interface PlacedBlock extends BlockHead, CacheEntry {}

/** A frame of no candles. */
export const emptyFrame = (series: Series, columns: readonly Column[]): Frame => {
  const empty = newColumns(withPrices(columns), 0);
  return createFrame(series, empty.openTimeMs, empty.columns as FrameColumns);
};

const withPrices = (columns: readonly Column[]): Column[] =>
  COLUMNS.filter((name) => columns.includes(name) || (PRICE_COLUMNS as readonly string[]).includes(name));

const newColumns = (names: readonly Column[], length: number): DecodedColumns => ({
  openTimeMs: sharedArray(length),
  columns: Object.fromEntries(names.map((name) => [name, sharedArray(length)])),
});

const sharedArray = (length: number): Float64Array => new Float64Array(new SharedArrayBuffer(8 * length));

const viewOf = ({ openTimeMs, columns }: DecodedColumns, start: number, end: number): DecodedColumns => ({
  openTimeMs: openTimeMs.subarray(start, end),
  columns: Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values.subarray(start, end)])),
});

/** Gives each block its place, and copies the rows into theirs: those of earlier periods come before a block. */
function layOut(all: DecodedColumns, columns: readonly Column[], heads: readonly BlockHead[], rows: CandleBatch): PlacedBlock[] {
  let end = 0;
  const next = (length: number): DecodedColumns => viewOf(all, end, (end += length));
  let row = 0;
  const copyRowsBefore = (timeMs: number): void => {
    const first = row;
    row = firstRowFrom(rows.openTimeMs, timeMs);
    copyRows(rows, first, row, next(row - first));
  };
  const placed = heads.map((head) => {
    copyRowsBefore(head.firstOpenTimeMs);
    return { ...head, columns, out: next(head.candles) };
  });
  copyRowsBefore(Infinity);
  return placed;
}

async function decode(db: Kysely<Tables>, stored: StoredSeries, blocks: readonly PlacedBlock[]): Promise<void> {
  const wanted = [...new Set(blocks[0]!.columns.map(partOf))];
  const partsOf = await readBlockParts(db, stored, blocks.map(({ periodStartMs }) => periodStartMs), ['openTimes', ...wanted]);
  for (const { candles, periodStartMs, out } of blocks) decodeBlock(stored.series, { candles, parts: partsOf.get(periodStartMs)! }, out);
}

function copyRows(rows: CandleBatch, start: number, end: number, out: DecodedColumns): void {
  out.openTimeMs.set(rows.openTimeMs.subarray(start, end));
  for (const name of COLUMNS) out.columns[name]?.set(rows.columns[name].subarray(start, end));
}
