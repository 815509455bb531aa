import { type CandleBatch, countOffGrid, findGaps, type Gap, type TimeRange } from '@wick/core';
import type { Kysely } from 'kysely';
import type { Tables } from '../postgres/tables.ts';
import type { StoredSeries } from './stored-series.ts';

/** What the ledger says of a period that has candles, and up to where they are sealed. */
export interface PeriodSummary {
  readonly candles: number;
  readonly hotCandles: number;
  readonly firstOpenTimeMs: number;
  readonly lastOpenTimeMs: number;
  readonly offGrid: number;
  readonly gaps: readonly Gap[];
  /** Last open time in the period's block; null if it has none. */
  readonly sealedLastOpenTimeMs: number | null;
}

/** The summaries of those periods of a series that begin in a range, by their beginning. */
export async function readSummaries(
  db: Kysely<Tables>,
  { id }: StoredSeries,
  range: TimeRange,
): Promise<Map<number, PeriodSummary>> {
  const rows = await db
    .selectFrom('coverage as c')
    .leftJoin('candleBlock as b', (join) =>
      join.onRef('b.seriesId', '=', 'c.seriesId').onRef('b.periodStartMs', '=', 'c.periodStartMs'),
    )
    .selectAll('c')
    .select('b.lastOpenTimeMs as sealedLastOpenTimeMs')
    .where('c.seriesId', '=', id)
    .where('c.periodStartMs', '>=', String(range.fromMs))
    .where('c.periodStartMs', '<', String(range.toMs))
    .execute();
  return new Map(
    rows.map((row) => [
      Number(row.periodStartMs),
      {
        candles: row.candles,
        hotCandles: row.hotCandles,
        firstOpenTimeMs: Number(row.firstOpenTimeMs),
        lastOpenTimeMs: Number(row.lastOpenTimeMs),
        offGrid: row.offGrid,
        gaps: tuplesToGaps(row.gaps),
        sealedLastOpenTimeMs: row.sealedLastOpenTimeMs === null ? null : Number(row.sealedLastOpenTimeMs),
      },
    ]),
  );
}

/** Puts a period into the ledger. */
export async function writeSummary(
  db: Kysely<Tables>,
  { id }: StoredSeries,
  period: TimeRange,
  summary: PeriodSummary,
): Promise<void> {
  const { candles, hotCandles, firstOpenTimeMs, lastOpenTimeMs, offGrid } = summary;
  const counts = { candles, hotCandles, firstOpenTimeMs, lastOpenTimeMs, offGrid };
  const values = { ...counts, gaps: JSON.stringify(summary.gaps.map(({ fromMs, toMs, missing }) => [fromMs, toMs, missing])) };
  await db
    .insertInto('coverage')
    .values({ seriesId: id, periodStartMs: period.fromMs, ...values })
    .onConflict((conflict) => conflict.columns(['seriesId', 'periodStartMs']).doUpdateSet(values))
    .execute();
}

/** The summary of a period of which all candles are in one block. */
export const summaryOfBlock = (batch: CandleBatch): PeriodSummary => ({
  candles: batch.length,
  hotCandles: 0,
  firstOpenTimeMs: batch.openTimeMs[0]!,
  lastOpenTimeMs: batch.openTimeMs[batch.length - 1]!,
  offGrid: countOffGrid(batch.openTimeMs, batch.series.interval),
  gaps: findGaps(batch.openTimeMs, batch.series.interval),
  sealedLastOpenTimeMs: batch.openTimeMs[batch.length - 1]!,
});

export const tuplesToGaps = (tuples: readonly (readonly [number, number, number])[]): Gap[] =>
  tuples.map(([fromMs, toMs, missing]) => ({ fromMs, toMs, missing }));
