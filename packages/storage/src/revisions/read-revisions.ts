import type { Series, TimeRange } from '@wick/core';
import type { Kysely } from 'kysely';
import type { StoredSeries } from '../candles/stored-series.ts';
import { periodOf } from '../period/period.ts';
import type { Tables } from '../postgres/tables.ts';
import { bytesToReplaced } from './replaced-candles.ts';
import type { CandleRun, Revision } from './revision.ts';
import type { Undo } from './undo-revisions.ts';

/** Revisions that changed candles in a range, newest first. */
export async function readRevisions(
  db: Kysely<Tables>,
  { id, series }: StoredSeries,
  { fromMs, toMs }: TimeRange,
  limit?: number,
): Promise<Revision[]> {
  let query = db
    .selectFrom('revision as r')
    .innerJoin('source', 'source.id', 'r.sourceId')
    .selectAll('r')
    .select('source.name as source')
    .where('r.seriesId', '=', id)
    .where('r.lastOpenTimeMs', '>=', String(fromMs))
    .where('r.firstOpenTimeMs', '<', String(toMs))
    .orderBy('r.id', 'desc');
  if (limit !== undefined) query = query.limit(limit);
  const rows = await query.execute();
  return rows.map((row) => ({
    id: Number(row.id),
    series,
    period: periodOf(Number(row.periodStartMs), series.interval),
    source: row.source,
    sha256: row.fileSha256?.toString('hex') ?? null,
    writtenAtMs: Number(row.writtenAtMs),
    grows: row.grows,
    added: row.added,
    revised: row.revised,
    addedRuns: row.addedRuns.map(toRun),
    changed: toRun([Number(row.firstOpenTimeMs), Number(row.lastOpenTimeMs)]),
  }));
}

/** What has to be undone in a period to come back to a revision, newest first, each with its id. */
export async function readUndos(
  db: Kysely<Tables>,
  { id, series }: StoredSeries,
  period: TimeRange,
  afterRevision: number,
): Promise<(Undo & { readonly id: number })[]> {
  const rows = await db
    .selectFrom('revision')
    .select(['id', 'addedRuns', 'replaced'])
    .where('seriesId', '=', id)
    .where('periodStartMs', '=', String(period.fromMs))
    .where('id', '>', String(afterRevision))
    .orderBy('id', 'desc')
    .execute();
  return rows.map((row) => toUndo(series, row));
}

const toUndo = (series: Series, row: { id: string; addedRuns: [number, number][]; replaced: Buffer | null }) => ({
  id: Number(row.id),
  addedRuns: row.addedRuns.map(toRun),
  replaced: row.replaced && bytesToReplaced(series, row.replaced),
});

const toRun = ([firstOpenTimeMs, lastOpenTimeMs]: readonly [number, number]): CandleRun => ({ firstOpenTimeMs, lastOpenTimeMs });
