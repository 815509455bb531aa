import { createHash } from 'node:crypto';
import { COLUMNS, type Column, type PriceColumn } from '../candle/candle.ts';
import { type Series, seriesKey } from '../candle/series.ts';
import { WickError } from '../errors/wick-error.ts';
import { findGaps, type Gap } from './gap.ts';

/** Columns of a frame: prices and volume always, details where somebody asked for them. NaN is "unknown". */
export type FrameColumns = Readonly<Record<PriceColumn, Float64Array> & Partial<Record<Column, Float64Array>>>;

/** Consecutive candles as columns of equal length: what an engine operator reads. */
export interface FrameBlock {
  readonly length: number;
  /** Strictly ascending, epoch milliseconds UTC. */
  readonly openTimeMs: Float64Array;
  readonly columns: FrameColumns;
}

/** A range of one series out of storage, with the gaps in it. */
export interface Frame extends FrameBlock {
  readonly series: Series;
  readonly gaps: readonly Gap[];
}

/**
 * Columns into a frame; the gaps are found here, so a frame never exists without them.
 * @throws WickError CANDLES_DAMAGED on columns of unequal length or times that do not ascend
 */
export function createFrame(series: Series, openTimeMs: Float64Array, columns: FrameColumns): Frame {
  for (const [name, values] of Object.entries(columns)) {
    if (values.length !== openTimeMs.length) {
      throw damaged(series, `column ${name} has ${values.length} rows, the open times have ${openTimeMs.length}`);
    }
  }
  const unordered = firstUnordered(openTimeMs);
  if (unordered < openTimeMs.length) throw damaged(series, `the open time of row ${unordered} does not ascend`);
  return { series, length: openTimeMs.length, openTimeMs, columns, gaps: findGaps(openTimeMs, series.interval) };
}

/** The first row whose time is not above the one before, or no time at all; else the length. Alone, so that nothing slows the loop down. */
function firstUnordered(openTimeMs: Float64Array): number {
  const { length } = openTimeMs;
  let previousMs = -Infinity;
  for (let row = 0; row < length; row++) {
    const timeMs = openTimeMs[row]!;
    if (!(timeMs > previousMs)) return row;
    previousMs = timeMs;
  }
  return previousMs === Infinity ? length - 1 : length;
}

/** The rows `start` to `end` (exclusive) as a block of views. */
export function blockOf(frame: FrameBlock, start: number, end: number): FrameBlock {
  const columns = Object.fromEntries(
    Object.entries(frame.columns).map(([name, values]) => [name, values.subarray(start, end)]),
  ) as unknown as FrameColumns;
  return { length: Math.min(end, frame.length) - start, openTimeMs: frame.openTimeMs.subarray(start, end), columns };
}

/** SHA-256 over the series and the bytes of every column in {@link COLUMNS} order: what a run was computed from. */
export function datasetHash(frame: Frame): string {
  const hash = createHash('sha256').update(`${seriesKey(frame.series)}\n${frame.length}\n`);
  const feed = (values: Float64Array): unknown =>
    hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  feed(frame.openTimeMs);
  for (const name of COLUMNS) {
    const values = frame.columns[name];
    if (values) {
      hash.update(`\n${name}\n`);
      feed(values);
    }
  }
  return hash.digest('hex');
}

const damaged = (series: Series, what: string): WickError =>
  new WickError('CANDLES_DAMAGED', `The candles of ${seriesKey(series)} cannot form a frame: ${what}.`, {
    remedy: 'Import the range again; open times must ascend and every column must have one value a candle.',
  });
