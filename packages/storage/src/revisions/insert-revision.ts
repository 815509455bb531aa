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
export async function insertRevision(db: Kysely<Tables>, { id }: StoredSeries, revision: NewRevision): Promise<string> {
  const { terms, addedRuns, ...values } = revision;
  const { sourceId, fileSha256, writtenAtMs } = terms;
  const row = { seriesId: id, sourceId, fileSha256, writtenAtMs, ...values, addedRuns: JSON.stringify(addedRuns) };
  const inserted = await db.insertInto('revision').values(row).returning('id').executeTakeFirstOrThrow();
  return inserted.id;
}
