import { type CandleBatch, countOffGrid, findGaps, type Series, type WriteReport } from '@wick/core';
import type { Kysely } from 'kysely';
import { blockToBatch } from '../block/block-to-batch.ts';
import { type PeriodBatch, splitByPeriod } from '../period/period.ts';
import type { Tables } from '../postgres/tables.ts';
import { readBlocks, writeBlock } from './blocks.ts';
import { concatBatches } from './empty-batch.ts';
import { deleteHotRows, readHotRows, writeHotRows } from './hot-rows.ts';
import { mergeBatches } from './merge-batches.ts';
import { type PeriodSummary, readSummaries, summaryOfBlock, writeSummary } from './period-summary.ts';

/** From so many candles of a period on, it is cheaper to encode them than to write rows. */
const BULK_CANDLES = 256;

/** Where a write goes. */
export interface WriteTarget {
  readonly seriesId: number;
  readonly sourceId: number;
}

/**
 * Writes checked candles within a transaction that holds the lock of the series. Period by period:
 *
 * - A few candles, all of them after the last one in the period's block, become rows: the live tail.
 * - Anything else is merged into the period's block, together with the rows of that period.
 *
 * So the rows of a period always come after its block, and reading is: block, rows, next period.
 */
export async function writeCandles(db: Kysely<Tables>, target: WriteTarget, batch: CandleBatch): Promise<WriteReport> {
  const periods = splitByPeriod(batch);
  const summaries = await readSummaries(db, target.seriesId, periods[0]!.startMs, periods.at(-1)!.startMs);
  const total = { received: 0, added: 0, unchanged: 0, revised: 0 };
  for (const period of periods) {
    const summary = summaries.get(period.startMs);
    const isTail =
      period.batch.length < BULK_CANDLES &&
      period.batch.openTimeMs[0]! > (summary?.sealedLastOpenTimeMs ?? -Infinity);
    const report = await (isTail ? writeTail : mergeIntoBlock)(db, target, period, summary);
    total.received += report.received;
    total.added += report.added;
    total.unchanged += report.unchanged;
    total.revised += report.revised;
  }
  return total;
}

/** Turns the rows of a period into its block. */
export async function sealPeriod(db: Kysely<Tables>, series: Series, seriesId: number, startMs: number, endMs: number): Promise<void> {
  const rows = await db
    .selectFrom('hotCandle')
    .select('sourceId')
    .distinct()
    .where('seriesId', '=', seriesId)
    .where('openTimeMs', '>=', String(startMs))
    .where('openTimeMs', '<', String(endMs))
    .execute();
  if (rows.length === 0) return;
  const batch = await readPeriod(db, series, seriesId, startMs, endMs);
  await replacePeriod(db, seriesId, { startMs, endMs, batch }, rows.map(({ sourceId }) => sourceId));
}

/** All candles of a period, in order. */
export async function readPeriod(db: Kysely<Tables>, series: Series, seriesId: number, startMs: number, endMs: number): Promise<CandleBatch> {
  const blocks = await readBlocks(db, seriesId, startMs, endMs);
  const rows = await readHotRows(db, series, seriesId, startMs, endMs);
  return concatBatches(series, [...blocks.map((block) => blockToBatch(series, block)), rows]);
}

async function mergeIntoBlock(
  db: Kysely<Tables>,
  { seriesId, sourceId }: WriteTarget,
  { startMs, endMs, batch }: PeriodBatch,
  summary: PeriodSummary | undefined,
): Promise<WriteReport> {
  if (!summary) {
    await replacePeriod(db, seriesId, { startMs, endMs, batch }, [sourceId]);
    return { received: batch.length, added: batch.length, unchanged: 0, revised: 0 };
  }
  const stored = await readPeriod(db, batch.series, seriesId, startMs, endMs);
  const { merged, changedRows, report } = mergeBatches(stored, batch);
  if (changedRows.length > 0) {
    if (summary.hotCandles > 0) await sealPeriod(db, batch.series, seriesId, startMs, endMs);
    await replacePeriod(db, seriesId, { startMs, endMs, batch: merged }, [sourceId]);
  }
  return report;
}

async function replacePeriod(db: Kysely<Tables>, seriesId: number, { startMs, endMs, batch }: PeriodBatch, sourceIds: number[]): Promise<void> {
  await writeBlock(db, seriesId, startMs, batch, sourceIds);
  await deleteHotRows(db, seriesId, startMs, endMs);
  await writeSummary(db, seriesId, startMs, summaryOfBlock(batch));
}

async function writeTail(
  db: Kysely<Tables>,
  { seriesId, sourceId }: WriteTarget,
  { startMs, endMs, batch }: PeriodBatch,
  summary: PeriodSummary | undefined,
): Promise<WriteReport> {
  const firstMs = batch.openTimeMs[0]!;
  const stored = await readHotRows(db, batch.series, seriesId, firstMs, endMs);
  const { merged, changedRows, report } = mergeBatches(stored, batch);
  if (changedRows.length === 0) return report;
  await writeHotRows(db, seriesId, sourceId, merged, changedRows);
  if (report.added === 0) return report;
  const previousMs = summary && (await lastOpenTimeBefore(db, seriesId, startMs, firstMs, summary));
  await writeSummary(db, seriesId, startMs, extendSummary(summary, previousMs, stored, merged));
  return report;
}

/** The last candle of the period before `timeMs`, which is not in its block's range. */
async function lastOpenTimeBefore(db: Kysely<Tables>, seriesId: number, startMs: number, timeMs: number, summary: PeriodSummary): Promise<number | null> {
  if (summary.lastOpenTimeMs < timeMs) return summary.lastOpenTimeMs;
  const row = await db
    .selectFrom('hotCandle')
    .select((eb) => eb.fn.max('openTimeMs').as('openTimeMs'))
    .where('seriesId', '=', seriesId)
    .where('openTimeMs', '>=', String(startMs))
    .where('openTimeMs', '<', String(timeMs))
    .executeTakeFirst();
  return row?.openTimeMs ? Number(row.openTimeMs) : summary.sealedLastOpenTimeMs;
}

/** The summary after the rows `before` became `after`; `previousMs` is the candle before them. */
function extendSummary(
  summary: PeriodSummary | undefined,
  previousMs: number | null | undefined,
  before: CandleBatch,
  after: CandleBatch,
): PeriodSummary {
  const { interval } = after.series;
  const times = previousMs == null ? after.openTimeMs : Float64Array.of(previousMs, ...after.openTimeMs);
  const added = after.length - before.length;
  return {
    candles: (summary?.candles ?? 0) + added,
    hotCandles: (summary?.hotCandles ?? 0) + added,
    firstOpenTimeMs: Math.min(summary?.firstOpenTimeMs ?? Infinity, after.openTimeMs[0]!),
    lastOpenTimeMs: after.openTimeMs[after.length - 1]!,
    offGrid: (summary?.offGrid ?? 0) + countOffGrid(after.openTimeMs, interval) - countOffGrid(before.openTimeMs, interval),
    gaps: [...(summary?.gaps ?? []).filter(({ toMs }) => toMs <= times[0]!), ...findGaps(times, interval)],
    sealedLastOpenTimeMs: summary?.sealedLastOpenTimeMs ?? null,
  };
}
