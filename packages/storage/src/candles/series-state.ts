import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Tables } from '../postgres/tables.ts';

/** What a writer has to know of a series before it writes, while it holds the lock. */
export interface SeriesState {
  /** null where nothing is stored. */
  readonly lastOpenTimeMs: number | null;
  readonly newestRevision: NewestRevision | null;
}

export interface NewestRevision {
  readonly id: string;
  readonly periodStartMs: number;
  readonly sourceId: number;
  /** Whether it only added candles after all others. */
  readonly grows: boolean;
}

/** The states of series, by their ids, in one statement. */
export async function readSeriesStates(db: Kysely<Tables>, seriesIds: readonly number[]): Promise<Map<number, SeriesState>> {
  const rows = await db
    .selectFrom('series as s')
    .leftJoin('seriesCoverage as c', 'c.seriesId', 's.id')
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('revision')
          .select(['id as revisionId', 'periodStartMs', 'sourceId', 'grows'])
          .whereRef('seriesId', '=', 's.id')
          .orderBy('id', 'desc')
          .limit(1)
          .as('r'),
      (join) => join.onTrue(),
    )
    .select(['s.id', 'c.lastOpenTimeMs', 'r.revisionId', 'r.periodStartMs', 'r.sourceId', 'r.grows'])
    .where('s.id', '=', sql<number>`any(${seriesIds}::integer[])`)
    .execute();
  return new Map(
    rows.map(({ id, lastOpenTimeMs, revisionId, periodStartMs, sourceId, grows }) => [
      id,
      {
        lastOpenTimeMs: lastOpenTimeMs === null ? null : Number(lastOpenTimeMs),
        newestRevision:
          revisionId === null ? null : { id: String(revisionId), periodStartMs: Number(periodStartMs), sourceId: sourceId!, grows: grows! },
      },
    ]),
  );
}
