import { type CandleBatch, sliceBatch, type WriteReport } from '@wick/core';
import type { Kysely } from 'kysely';
import { type PeriodBatch, splitByPeriod } from '../period/period.ts';
import type { Tables } from '../postgres/tables.ts';
import { recordRevision } from '../revisions/record-revision.ts';
import { writeHotRows } from './hot-rows.ts';
import { changedRowsOf, type Merge, mergeBatches } from './merge-batches.ts';
import { readPeriod, replacePeriod } from './period-candles.ts';
import { type PeriodSummary, readSummaries, summaryOf, writeSummary } from './period-summary.ts';
import type { PeriodWrite, WriteTerms } from './period-write.ts';
import { refreshSeriesCoverage } from './series-coverage.ts';
import type { SeriesState } from './series-state.ts';
import type { StoredSeries } from './stored-series.ts';
import { writeNewPeriods } from './write-new-periods.ts';
import { writeTail } from './write-tail.ts';

/** From so many candles of a period on, it is cheaper to encode them than to write rows. */
export const BULK_CANDLES = 256;

/**
 * Writes checked candles, at least one, within a transaction that holds the lock of the series. Period by period:
 *
 * - A few candles, all of them after the last one in the period's block, become rows: the live tail.
 * - Anything else is merged into the period's block, together with the rows of that period.
 * - Where a user has turned the block back to rows, everything becomes rows.
 *
 * So the rows of a period always come after its block, and reading is: block, rows, next period. What changed in a period
 * is recorded as a revision.
 */
export async function writeCandles(
  db: Kysely<Tables>,
  stored: StoredSeries,
  batch: CandleBatch,
  terms: WriteTerms,
  stateBefore: SeriesState,
): Promise<WriteReport> {
  const parts = splitByPeriod(batch);
  const summaries = await readSummaries(db, stored, { fromMs: parts[0]!.period.fromMs, toMs: parts.at(-1)!.period.toMs });
  const total = { received: 0, added: 0, unchanged: 0, revised: 0, kept: 0 };
  let state = stateBefore;
  const isNewBlock = ({ period, batch: part }: PeriodBatch): boolean => part.length >= BULK_CANDLES && !summaries.has(period.fromMs);
  // For a single one, the state of a series can be extended, which takes more thought and no less time.
  const newBlocks = parts.length > 1 ? parts.filter(isNewBlock) : [];
  if (newBlocks.length > 0) {
    state = await writeNewPeriods(db, stored, newBlocks, terms, state);
    for (const { batch: { length } } of newBlocks) total.received += length;
    total.added = total.received;
  }
  for (const part of parts) {
    if (newBlocks.includes(part)) continue;
    const write = { ...part, stored, terms, summary: summaries.get(part.period.fromMs) };
    const merge = await writerFor(write)(db, write);
    state = await recordRevision(db, write, merge, state, parts.length === 1);
    for (const count of ['received', 'added', 'unchanged', 'revised', 'kept'] as const) total[count] += merge.report[count] ?? 0;
  }
  if (total.added > 0) await refreshSeriesCoverage(db, stored);
  const { kept, ...counts } = total;
  return terms.conflict === 'keep' ? { ...counts, kept } : counts;
}

function writerFor({ batch, summary }: PeriodWrite): (db: Kysely<Tables>, write: PeriodWrite) => Promise<Merge> {
  if (isTail(batch, summary)) return writeTail;
  return summary?.isUnsealed ? writeToRows : writeToBlock;
}

const isTail = (batch: CandleBatch, summary: PeriodSummary | undefined): boolean =>
  batch.length < BULK_CANDLES && batch.openTimeMs[0]! > (summary?.sealedLastOpenTimeMs ?? -Infinity);

async function writeToBlock(db: Kysely<Tables>, { stored, period, batch, terms, summary }: PeriodWrite): Promise<Merge> {
  if (!summary) {
    await replacePeriod(db, stored, period, batch, [terms.sourceId]);
    return allAdded(batch, terms);
  }
  const merge = mergeBatches(await readPeriod(db, stored, period), batch, terms.conflict);
  if (merge.addedRuns.length + merge.revisedRows.length > 0) await replacePeriod(db, stored, period, merge.merged, [terms.sourceId]);
  return merge;
}

async function writeToRows(db: Kysely<Tables>, { stored, period, batch, terms }: PeriodWrite): Promise<Merge> {
  const merge = mergeBatches(await readPeriod(db, stored, period), batch, terms.conflict);
  await writeHotRows(db, [{ stored, batch: merge.merged, rows: changedRowsOf(merge), sourceId: terms.sourceId }]);
  await writeSummary(db, stored, period, summaryOf(merge.merged, merge.merged.length));
  return merge;
}

/** What a write to an empty period does. */
const allAdded = (batch: CandleBatch, { conflict }: WriteTerms): Merge => ({
  merged: batch,
  report: { received: batch.length, added: batch.length, unchanged: 0, revised: 0, ...(conflict === 'keep' && { kept: 0 }) },
  addedRuns: [{ start: 0, end: batch.length }],
  revisedRows: [],
  replaced: sliceBatch(batch, 0, 0),
});
