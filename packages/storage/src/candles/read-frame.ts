import { type CandleBatch, COLUMNS, type Column, createFrame, type Frame, type FrameColumns, PRICE_COLUMNS, type Series, type TimeRange } from '@wick/core';
import type { Kysely } from 'kysely';
import { decodeBlock } from '../block/block-to-batch.ts';
import { partOf } from '../block/block.ts';
import { firstRowFrom } from '../period/period.ts';
import type { Tables } from '../postgres/tables.ts';
import { readBlocks, type StoredBlock } from './blocks.ts';
import { readHotRows } from './hot-rows.ts';

/**
 * A range of a series as a frame, within a transaction that sees one state. Only the parts of blocks that hold the
 * wanted columns are fetched, and they are decoded straight into the frame's own arrays.
 */
export async function readFrame(db: Kysely<Tables>, series: Series, seriesId: number, range: TimeRange, wanted: readonly Column[]): Promise<Frame> {
  const names = COLUMNS.filter((name) => wanted.includes(name) || (PRICE_COLUMNS as readonly string[]).includes(name));
  const parts = [...new Set(names.map(partOf))];
  const blocks = await readBlocks(db, seriesId, range.fromMs, range.toMs, ['openTimes', ...parts]);
  const rows = await readHotRows(db, series, seriesId, range.fromMs, range.toMs);

  const length = blocks.reduce((sum, { candles }) => sum + candles, rows.length);
  const openTimeMs = new Float64Array(length);
  const columns = Object.fromEntries(names.map((name) => [name, new Float64Array(length)]));
  const views = (start: number, end: number): { openTimeMs: Float64Array; columns: Partial<Record<Column, Float64Array>> } => ({
    openTimeMs: openTimeMs.subarray(start, end),
    columns: Object.fromEntries(names.map((name) => [name, columns[name]!.subarray(start, end)])),
  });
  let start = 0;
  for (const piece of inOrder(blocks, rows)) {
    const end = start + ('block' in piece ? piece.block.candles : piece.toRow - piece.fromRow);
    if ('block' in piece) decodeBlock(series, piece.block, views(start, end));
    else copyRows(rows, piece.fromRow, piece.toRow, views(start, end));
    start = end;
  }
  const kept = views(firstRowFrom(openTimeMs, range.fromMs), firstRowFrom(openTimeMs, range.toMs));
  return createFrame(series, kept.openTimeMs, kept.columns as FrameColumns);
}

type Piece = { block: StoredBlock } | { fromRow: number; toRow: number };

/** Blocks, and between them the rows that come before the next block. */
function* inOrder(blocks: readonly StoredBlock[], rows: CandleBatch): Generator<Piece> {
  let fromRow = 0;
  for (const block of blocks) {
    const toRow = firstRowFrom(rows.openTimeMs, block.firstOpenTimeMs);
    if (toRow > fromRow) yield { fromRow, toRow };
    yield { block };
    fromRow = toRow;
  }
  if (rows.length > fromRow) yield { fromRow, toRow: rows.length };
}

function copyRows(
  rows: CandleBatch,
  start: number,
  end: number,
  out: { openTimeMs: Float64Array; columns: Partial<Record<Column, Float64Array>> },
): void {
  out.openTimeMs.set(rows.openTimeMs.subarray(start, end));
  for (const name of COLUMNS) out.columns[name]?.set(rows.columns[name].subarray(start, end));
}
