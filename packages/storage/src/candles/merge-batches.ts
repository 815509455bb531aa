import { type CandleBatch, COLUMNS, type WriteOptions, type WriteReport } from '@wick/core';
import { alignTimes, type Segment } from './align-times.ts';
import { copyRows } from './copy-rows.ts';
import { type BatchDraft, emptyBatch } from './empty-batch.ts';
import { pickRows } from './pick-rows.ts';

/** Rows from `start` to `end` (exclusive). */
export interface RowRun {
  readonly start: number;
  readonly end: number;
}

export interface Merge {
  readonly merged: CandleBatch;
  readonly report: WriteReport;
  /** Rows of `merged` that are new, ascending. */
  readonly addedRuns: readonly RowRun[];
  /** Rows of `merged` that have another value than before, ascending. */
  readonly revisedRows: readonly number[];
  /** Those rows as they were before. */
  readonly replaced: CandleBatch;
}

/** What became of a row that is stored and comes again: bits. */
const REVISED = 1;
const KEPT = 2;

/**
 * What is stored after `incoming` came, and what that changed. Both are of one series.
 *
 * A known value replaces another one, or gives way to it where conflicts are to `keep` what is stored; an unknown value
 * replaces nothing and is always filled in. A number without an exact decimal says less than the same number with one, so
 * it does not replace that either.
 */
export function mergeBatches(stored: CandleBatch, incoming: CandleBatch, conflict: WriteOptions['conflict'] = 'replace'): Merge {
  const segments = alignTimes(stored.openTimeMs, incoming.openTimeMs);
  const merged = emptyBatch(incoming.series, segments.reduce((length, segment) => length + segment.length, 0));
  const marks = new Uint8Array(merged.length);
  for (const segment of segments) {
    const [from, start] = segment.from === 'incoming' ? [incoming, segment.incomingRow] : [stored, segment.storedRow];
    copyRows(from, start, start + segment.length, merged, segment.row);
    if (segment.from === 'both') reviseSegment(merged, incoming, segment, marks, conflict);
  }
  const { revisedRows, replacedRows, kept, filled } = readMarks(segments, marks);
  const addedRuns = segments.filter(({ from }) => from === 'incoming').map(({ row, length }) => ({ start: row, end: row + length }));
  const added = merged.length - stored.length;
  const counts = { received: incoming.length, added, revised: filled, unchanged: incoming.length - added - filled - kept };
  const report = conflict === 'keep' ? { ...counts, kept } : counts;
  return { merged, report, addedRuns, revisedRows, replaced: pickRows(stored, replacedRows) };
}

/** Rows of `merged` that are new or have another value than before. */
export function changedRowsOf({ addedRuns, revisedRows }: Pick<Merge, 'addedRuns' | 'revisedRows'>): number[] {
  const rows = [...revisedRows];
  for (const { start, end } of addedRuns) for (let row = start; row < end; row++) rows.push(row);
  return rows;
}

const NO_TEXTS = new Map<number, string>();

function reviseSegment(
  merged: BatchDraft,
  { closeTimeMs, columns, exact }: CandleBatch,
  segment: Segment,
  marks: Uint8Array,
  conflict: WriteOptions['conflict'],
): void {
  const revise = reviseColumn(segment, marks, conflict === 'keep');
  revise(merged.closeTimeMs, new Map(), closeTimeMs, NO_TEXTS);
  for (const name of COLUMNS) revise(merged.columns[name], merged.exact[name], columns[name], exact[name] ?? NO_TEXTS);
}

/** Brings the values of a segment into a column, and marks the rows where that changed something, or would have. */
const reviseColumn =
  ({ row, incomingRow, length }: Segment, marks: Uint8Array, keeps: boolean) =>
  (target: Float64Array, texts: Map<number, string>, values: Float64Array, incomingTexts: ReadonlyMap<number, string>): void => {
    for (let k = 0; k < length; k++) {
      const value = values[incomingRow + k]!;
      const current = target[row + k]!;
      if (Number.isNaN(value)) continue;
      const text = incomingTexts.size > 0 ? incomingTexts.get(incomingRow + k) : undefined;
      if (value === current && (value !== 0 || Object.is(value, current)) && (text === undefined || text === texts.get(row + k))) continue;
      if (keeps && !Number.isNaN(current)) {
        marks[row + k]! |= KEPT;
        continue;
      }
      marks[row + k]! |= REVISED;
      target[row + k] = value;
      if (text === undefined) texts.delete(row + k);
      else texts.set(row + k, text);
    }
  };

/** Which rows were revised, here and where they are stored. A row that was filled in and kept in part counts as kept. */
function readMarks(segments: readonly Segment[], marks: Uint8Array) {
  const revisedRows: number[] = [];
  const replacedRows: number[] = [];
  let kept = 0;
  let filled = 0;
  for (const { from, row, storedRow, length } of segments) {
    for (let k = 0; from === 'both' && k < length; k++) {
      const mark = marks[row + k]!;
      if (mark & KEPT) kept++;
      else if (mark & REVISED) filled++;
      if (!(mark & REVISED)) continue;
      revisedRows.push(row + k);
      replacedRows.push(storedRow + k);
    }
  }
  return { revisedRows, replacedRows, kept, filled };
}
