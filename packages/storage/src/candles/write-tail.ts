import { type CandleBatch, countOffGrid } from '@wick/core';
import type { Kysely } from 'kysely';
import type { Tables } from '../postgres/tables.ts';
import { lastHotRow, readHotRows, writeHotRows } from './hot-rows.ts';
import { changedRowsOf, type Merge, mergeBatches } from './merge-batches.ts';
import { type PeriodSummary, writeSummary } from './period-summary.ts';
import type { PeriodWrite } from './period-write.ts';
import { gapTuples } from './sum-periods.ts';

/**
 * Writes candles that come after their period's block as rows. What it reads and accounts anew begins at the first of
 * them, so that adding the newest candle costs the same however many there are.
 */
export async function writeTail(db: Kysely<Tables>, write: PeriodWrite): Promise<Merge> {
  const { stored, period, batch, terms, summary } = write;
  const before = await readHotRows(db, stored, { fromMs: batch.openTimeMs[0]!, toMs: period.toMs });
  const merge = mergeBatches(before, batch, terms.conflict);
  const { merged, report } = merge;
  await writeHotRows(db, [{ stored, batch: merged, rows: changedRowsOf(merge), sourceId: terms.sourceId }]);
  if (report.added > 0) {
    const previousMs = summary ? await lastOpenTimeBefore(db, write, summary) : null;
    await writeSummary(db, stored, period, extendSummary(summary, previousMs, before, merged));
  }
  return merge;
}

/** The last candle of the period before the first one of the batch, which is not within the period's block. */
async function lastOpenTimeBefore(
  db: Kysely<Tables>,
  { stored, period, batch }: PeriodWrite,
  { lastOpenTimeMs, sealedLastOpenTimeMs }: PeriodSummary,
): Promise<number | null> {
  const firstMs = batch.openTimeMs[0]!;
  if (lastOpenTimeMs < firstMs) return lastOpenTimeMs;
  return (await lastHotRow(db, stored, { fromMs: period.fromMs, toMs: firstMs })) ?? sealedLastOpenTimeMs;
}

/** The summary after the rows `before` became `after`; `previousMs` is the candle before them. */
function extendSummary(
  summary: PeriodSummary | undefined,
  previousMs: number | null,
  before: CandleBatch,
  after: CandleBatch,
): Omit<PeriodSummary, 'sealedLastOpenTimeMs' | 'isUnsealed'> {
  const { interval } = after.series;
  const times = previousMs === null ? after.openTimeMs : Float64Array.of(previousMs, ...after.openTimeMs);
  const added = after.length - before.length;
  const offGridAdded = countOffGrid(after.openTimeMs, interval) - countOffGrid(before.openTimeMs, interval);
  return {
    candles: (summary?.candles ?? 0) + added,
    hotCandles: (summary?.hotCandles ?? 0) + added,
    firstOpenTimeMs: Math.min(summary?.firstOpenTimeMs ?? Infinity, after.openTimeMs[0]!),
    lastOpenTimeMs: after.openTimeMs[after.length - 1]!,
    offGrid: (summary?.offGrid ?? 0) + offGridAdded,
    gaps: [...(summary?.gaps ?? []).filter(([, toMs]) => toMs <= times[0]!), ...gapTuples(times, interval)],
  };
}
