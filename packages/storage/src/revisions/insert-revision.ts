import type { Kysely } from 'kysely';
import type { WriteTerms } from '../candles/period-write.ts';
import type { StoredSeries } from '../candles/stored-series.ts';
import type { Tables } from '../postgres/tables.ts';

/** A change of a period as it is recorded. */
export interface NewRevision {
  readonly terms: WriteTerms;
  readonly periodStartMs: number;
  readonly grows: boolean;
  readonly added: number;
  readonly revised: number;
  readonly firstOpenTimeMs: number;
  readonly lastOpenTimeMs: number;
  readonly addedRuns: readonly (readonly [number, number])[];
  readonly replaced: Buffer | null;
}

/** @returns the id of the revision */
export const insertRevision = async (db: Kysely<Tables>, stored: StoredSeries, revision: NewRevision): Promise<string> =>
  (await insertRevisions(db, stored, [revision]))[0]!;

/** Several of one series, at least one, with ascending ids. @returns the ids */
export async function insertRevisions(db: Kysely<Tables>, { id }: StoredSeries, revisions: readonly NewRevision[]): Promise<string[]> {
  const rows = revisions.map(({ terms, addedRuns, ...values }) => {
    const { sourceId, fileSha256, writtenAtMs } = terms;
    return { seriesId: id, sourceId, fileSha256, writtenAtMs, ...values, addedRuns: JSON.stringify(addedRuns) };
  });
  const inserted = await db.insertInto('revision').values(rows).returning('id').execute();
  return inserted.map((row) => row.id);
}
