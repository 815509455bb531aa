import { countMissing, type Coverage, findGaps, type Gap } from '@wick/core';
import type { Kysely } from 'kysely';
import type { Tables } from '../postgres/tables.ts';
import { tuplesToGaps } from './period-summary.ts';
import type { StoredSeries } from './stored-series.ts';

/** What is stored of a series, from the ledger alone: the gaps inside periods, and those between them. */
export async function readCoverage(db: Kysely<Tables>, { id, series }: StoredSeries): Promise<Coverage> {
  const periods = await db
    .selectFrom('coverage')
    .select(['candles', 'firstOpenTimeMs', 'lastOpenTimeMs', 'offGrid', 'gaps'])
    .where('seriesId', '=', id)
    .orderBy('periodStartMs')
    .execute();
  const gaps: Gap[] = [];
  let candles = 0;
  let offGrid = 0;
  let lastOpenTimeMs: number | null = null;
  for (const period of periods) {
    const firstMs = Number(period.firstOpenTimeMs);
    if (lastOpenTimeMs !== null) gaps.push(...findGaps(Float64Array.of(lastOpenTimeMs, firstMs), series.interval));
    gaps.push(...tuplesToGaps(period.gaps));
    lastOpenTimeMs = Number(period.lastOpenTimeMs);
    candles += period.candles;
    offGrid += period.offGrid;
  }
  const firstOpenTimeMs = periods[0] ? Number(periods[0].firstOpenTimeMs) : null;
  const typed = gaps.map((gap) => ({ ...gap, kind: 'unexplained' as const }));
  return { series, candles, firstOpenTimeMs, lastOpenTimeMs, gaps: typed, outside: [], missing: countMissing(gaps), offGrid };
}
