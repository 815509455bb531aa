import type { ArchiveLedger } from '@wick/core';
import type { Kysely } from 'kysely';
import { findSeries, internSeries } from '../candles/stored-series.ts';
import type { Guard } from '../postgres/database-error.ts';
import type { Tables } from '../postgres/tables.ts';

/** Archive files that were read, in PostgreSQL: a row a file, with the newest edition. */
export const postgresArchiveLedger = (db: Kysely<Tables>, guard: Guard): ArchiveLedger => ({
  archives: (series) =>
    guard(async () => {
      const stored = await findSeries(db, series);
      if (!stored) return [];
      const rows = await db
        .selectFrom('archive')
        .select(['key', 'etag', 'sha256', 'state', 'detail', 'atMs'])
        .where('seriesId', '=', stored.id)
        .execute();
      return rows.map((row) => ({ ...row, atMs: Number(row.atMs) })).sort((a, b) => (a.key < b.key ? -1 : 1));
    }),

  recordArchive: (series, { key, etag, sha256, state, detail, atMs }) =>
    guard(async () => {
      const { id } = await internSeries(db, series);
      const edition = { etag, sha256, state, detail, atMs };
      await db
        .insertInto('archive')
        .values({ seriesId: id, key, ...edition })
        .onConflict((conflict) =>
          conflict
            .columns(['seriesId', 'key'])
            .doUpdateSet(edition)
            .whereRef('excluded.atMs', '>=', 'archive.atMs'),
        )
        .execute();
    }),
});
