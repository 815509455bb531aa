import { type CandleBatch, countOffGrid, type TimeRange } from '@wick/core';
import type { Kysely } from 'kysely';
import type { Tables } from '../postgres/tables.ts';
import type { StoredSeries } from './stored-series.ts';
import { gapTuples, type GapTuple } from './sum-periods.ts';

/** What the ledger says of a period that has candles, and up to where they are sealed. */
export interface PeriodSummary {
  readonly candles: number;
  readonly hotCandles: number;
  readonly firstOpenTimeMs: number;
  readonly lastOpenTimeMs: number;
  readonly offGrid: number;
  readonly gaps: readonly GapTuple[];
  /** Last open time in the period's block; null if it has none. */
  readonly sealedLastOpenTimeMs: number | null;
  /** Whether a user has turned the block back to rows, so that all candles stay rows. */
  readonly isUnsealed: boolean;
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
        gaps: row.gaps,
        sealedLastOpenTimeMs: row.sealedLastOpenTimeMs === null ? null : Number(row.sealedLastOpenTimeMs),
        isUnsealed: row.unsealedSourceIds !== null,
      },
    ]),
  );
}

/** What is written of a summary: the rest of it follows from other tables. */
export type WrittenSummary = Omit<PeriodSummary, 'sealedLastOpenTimeMs' | 'isUnsealed'>;

/** Puts a period into the ledger. */
export const writeSummary = (db: Kysely<Tables>, stored: StoredSeries, period: TimeRange, summary: WrittenSummary): Promise<void> =>
  writeSummaries(db, stored, [{ period, summary }]);

/** The same for several periods, at least one. */
export async function writeSummaries(
  db: Kysely<Tables>,
  { id }: StoredSeries,
  periods: readonly { readonly period: TimeRange; readonly summary: WrittenSummary }[],
): Promise<void> {
  const rows = periods.map(({ period, summary }) => {
    const { candles, hotCandles, firstOpenTimeMs, lastOpenTimeMs, offGrid, gaps } = summary;
    return {
      seriesId: id, periodStartMs: period.fromMs, candles, hotCandles, firstOpenTimeMs, lastOpenTimeMs, offGrid, gaps: JSON.stringify(gaps),
    };
  });
  await db
    .insertInto('coverage')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['seriesId', 'periodStartMs']).doUpdateSet((eb) => ({
        candles: eb.ref('excluded.candles'), hotCandles: eb.ref('excluded.hotCandles'), firstOpenTimeMs: eb.ref('excluded.firstOpenTimeMs'),
        lastOpenTimeMs: eb.ref('excluded.lastOpenTimeMs'), offGrid: eb.ref('excluded.offGrid'), gaps: eb.ref('excluded.gaps'),
      })),
    )
    .execute();
}

/** The summary of a period out of all its candles, of which so many are rows. */
export const summaryOf = (batch: CandleBatch, hotCandles: number): WrittenSummary => ({
  candles: batch.length,
  hotCandles,
  firstOpenTimeMs: batch.openTimeMs[0]!,
  lastOpenTimeMs: batch.openTimeMs[batch.length - 1]!,
  offGrid: countOffGrid(batch.openTimeMs, batch.series.interval),
  gaps: gapTuples(batch.openTimeMs, batch.series.interval),
});
