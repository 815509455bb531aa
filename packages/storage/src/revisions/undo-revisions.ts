import { type CandleBatch, COLUMNS } from '@wick/core';
import { copyRows } from '../candles/copy-rows.ts';
import { type BatchDraft, emptyBatch } from '../candles/empty-batch.ts';
import { unionOf } from '../candles/shared-windows.ts';
import { firstRowFrom } from '../period/period.ts';
import type { CandleRun } from './revision.ts';

/** What has to be known of a revision to undo it. */
export interface Undo {
  readonly addedRuns: readonly CandleRun[];
  /** The revised candles as they were before. */
  readonly replaced: CandleBatch | null;
}

/**
 * A period as it was before some revisions: the newest ones, newest first, without a hole among them.
 *
 * A candle is added once and never removed, so what any of them added goes at once. Of a candle that was revised several
 * times, the oldest of the replaced values is the one that counts: it is put back last.
 */
export function undoRevisions(batch: CandleBatch, undos: readonly Undo[]): CandleBatch {
  if (undos.length === 0) return batch;
  const before = withoutRuns(batch, undos.flatMap(({ addedRuns }) => addedRuns));
  for (const { replaced } of undos) if (replaced) putBack(before, replaced);
  return before;
}

function withoutRuns(batch: CandleBatch, runs: readonly CandleRun[]): BatchDraft {
  const gone = unionOf(runs.map(({ firstOpenTimeMs, lastOpenTimeMs }) => ({ fromMs: firstOpenTimeMs, toMs: lastOpenTimeMs + 1 })));
  const stays: { start: number; end: number }[] = [];
  let start = 0;
  for (const { fromMs, toMs } of gone) {
    stays.push({ start, end: firstRowFrom(batch.openTimeMs, fromMs) });
    start = firstRowFrom(batch.openTimeMs, toMs);
  }
  stays.push({ start, end: batch.length });
  const left = emptyBatch(batch.series, stays.reduce((length, run) => length + run.end - run.start, 0));
  let row = 0;
  for (const run of stays) {
    copyRows(batch, run.start, run.end, left, row);
    row += run.end - run.start;
  }
  return left;
}

/** Rows that are gone meanwhile are left out. */
function putBack(batch: BatchDraft, replaced: CandleBatch): void {
  for (let from = 0; from < replaced.length; from++) {
    const row = firstRowFrom(batch.openTimeMs, replaced.openTimeMs[from]!);
    if (batch.openTimeMs[row] !== replaced.openTimeMs[from]) continue;
    batch.closeTimeMs[row] = replaced.closeTimeMs[from]!;
    for (const name of COLUMNS) {
      batch.columns[name][row] = replaced.columns[name][from]!;
      const text = replaced.exact[name]?.get(from);
      if (text === undefined) batch.exact[name].delete(row);
      else batch.exact[name].set(row, text);
    }
  }
}
