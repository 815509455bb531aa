import type { TimeRange } from '@wick/core';
import type { Kysely } from 'kysely';
import { periodOf } from '../period/period.ts';
import type { Tables } from '../postgres/tables.ts';
import type { StoredSeries } from './stored-series.ts';

/** The periods that have candles in a range, or about it, ascending. */
export async function periodsOf(db: Kysely<Tables>, { id, series }: StoredSeries, range: TimeRange): Promise<TimeRange[]> {
  const rows = await db
    .selectFrom('coverage')
    .select('periodStartMs')
    .where('seriesId', '=', id)
    .where('lastOpenTimeMs', '>=', String(range.fromMs))
    .where('firstOpenTimeMs', '<', String(range.toMs))
    .orderBy('periodStartMs')
    .execute();
  return rows.map(({ periodStartMs }) => periodOf(Number(periodStartMs), series.interval));
}
