import { type Kysely, sql } from 'kysely';
import type { WriteTerms } from '../candles/period-write.ts';
import type { SeriesState } from '../candles/series-state.ts';
import type { StoredSeries } from '../candles/stored-series.ts';
import type { Tables } from '../postgres/tables.ts';
import { unnest } from '../postgres/unnest.ts';

/** Candles that came after all others of their series, in one period. */
export interface Growth {
  readonly stored: StoredSeries;
  readonly periodStartMs: number;
  /** Of the series, before they came. */
  readonly state: SeriesState;
  readonly added: number;
  readonly firstOpenTimeMs: number;
  readonly lastOpenTimeMs: number;
}

/**
 * Whether the newest revision of the series can take in more growth: it must be growth itself, of the same period and
 * source. Nothing may have changed since, or the revisions could not be undone in the order of their ids.
 */
export const canExtend = ({ state: { newestRevision }, periodStartMs }: Growth, { sourceId, fileSha256 }: WriteTerms): boolean =>
  newestRevision !== null &&
  newestRevision.grows &&
  fileSha256 === null &&
  newestRevision.periodStartMs === periodStartMs &&
  newestRevision.sourceId === sourceId;

/** Extends the newest revisions of some series, so that live candles do not leave a revision each. One statement. */
export async function extendGrowth(db: Kysely<Tables>, growths: readonly Growth[], { writtenAtMs }: WriteTerms): Promise<void> {
  if (growths.length === 0) return;
  const more = unnest<{ id: string; added: number; lastOpenTimeMs: number }>({
    id: ['bigint', growths.map(({ state }) => state.newestRevision!.id)],
    added: ['integer', growths.map(({ added }) => added)],
    lastOpenTimeMs: ['bigint', growths.map(({ lastOpenTimeMs }) => lastOpenTimeMs)],
  });
  await db
    .updateTable('revision as r')
    .from(more)
    .set({
      writtenAtMs,
      added: sql<number>`r.added + t.added`,
      lastOpenTimeMs: sql<number>`${sql.ref('t.lastOpenTimeMs')}`,
      addedRuns: sql<string>`jsonb_build_array(jsonb_build_array(${sql.ref('r.firstOpenTimeMs')}, ${sql.ref('t.lastOpenTimeMs')}))`,
    })
    .whereRef('r.id', '=', 't.id')
    .execute();
}

/** Begins revisions of growth, of some series. One statement. */
export async function beginGrowth(db: Kysely<Tables>, growths: readonly Growth[], terms: WriteTerms): Promise<void> {
  if (growths.length === 0) return;
  const begun = unnest<{ seriesId: number; periodStartMs: number; added: number; firstOpenTimeMs: number; lastOpenTimeMs: number }>({
    seriesId: ['integer', growths.map(({ stored }) => stored.id)],
    periodStartMs: ['bigint', growths.map(({ periodStartMs }) => periodStartMs)],
    added: ['integer', growths.map(({ added }) => added)],
    firstOpenTimeMs: ['bigint', growths.map(({ firstOpenTimeMs }) => firstOpenTimeMs)],
    lastOpenTimeMs: ['bigint', growths.map(({ lastOpenTimeMs }) => lastOpenTimeMs)],
  });
  const { sourceId, fileSha256, writtenAtMs } = terms;
  const columns = ['seriesId', 'periodStartMs', 'added', 'firstOpenTimeMs', 'lastOpenTimeMs'] as const;
  await db
    .insertInto('revision')
    .columns([...columns, 'addedRuns', 'sourceId', 'fileSha256', 'writtenAtMs', 'grows', 'revised'])
    .expression((eb) =>
      eb.selectFrom(begun).select([
        ...columns.map((name) => `t.${name}` as const),
        sql`jsonb_build_array(jsonb_build_array(${sql.ref('t.firstOpenTimeMs')}, ${sql.ref('t.lastOpenTimeMs')}))`.as('addedRuns'),
        sql`${sourceId}::integer`.as('sourceId'),
        sql`${fileSha256}::bytea`.as('fileSha256'),
        sql`${writtenAtMs}::bigint`.as('writtenAtMs'),
        sql`${fileSha256 === null}::boolean`.as('grows'),
        sql`0`.as('revised'),
      ]),
    )
    .execute();
}
