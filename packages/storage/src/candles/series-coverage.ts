import type { Kysely } from 'kysely';
import type { Tables } from '../postgres/tables.ts';
import type { StoredSeries } from './stored-series.ts';
import { sumPeriods } from './sum-periods.ts';

/** Sums up the periods of a series anew, of which there is one at least: after a write that was no plain growth. */
export async function refreshSeriesCoverage(db: Kysely<Tables>, { id, series }: StoredSeries): Promise<void> {
  const periods = await db
    .selectFrom('coverage')
    .select(['candles', 'firstOpenTimeMs', 'lastOpenTimeMs', 'offGrid', 'gaps'])
    .where('seriesId', '=', id)
    .orderBy('periodStartMs')
    .execute();
  const { gaps, ...sums } = sumPeriods(periods, series.interval);
  const values = { ...sums, gaps: JSON.stringify(gaps) };
  await db
    .insertInto('seriesCoverage')
    .values({ seriesId: id, ...values })
    .onConflict((conflict) => conflict.column('seriesId').doUpdateSet(values))
    .execute();
}
