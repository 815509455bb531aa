import { countMissing, type Coverage, type Series } from '@wick/core';
import type { Kysely } from 'kysely';
import type { Tables } from '../postgres/tables.ts';
import type { StoredSeries } from './stored-series.ts';

/** What is stored of a series, from its row in the ledger alone. */
export async function readCoverage(db: Kysely<Tables>, { id, series }: StoredSeries): Promise<Coverage> {
  const row = await db.selectFrom('seriesCoverage').selectAll().where('seriesId', '=', id).executeTakeFirst();
  if (!row) return emptyCoverage(series);
  const gaps = row.gaps.map(([fromMs, toMs, missing]) => ({ fromMs, toMs, missing, kind: 'unexplained' as const }));
  return {
    series,
    candles: row.candles,
    firstOpenTimeMs: Number(row.firstOpenTimeMs),
    lastOpenTimeMs: Number(row.lastOpenTimeMs),
    gaps,
    outside: [],
    missing: countMissing(gaps),
    offGrid: row.offGrid,
  };
}

const emptyCoverage = (series: Series): Coverage => ({
  series, candles: 0, firstOpenTimeMs: null, lastOpenTimeMs: null, gaps: [], outside: [], missing: 0, offGrid: 0,
});
