import { type Absence, type Series, seriesKey } from '@wick/core';
import type { Kysely } from 'kysely';
import type { Tables } from '../postgres/tables.ts';

/** What is known of absent candles, ascending, by the keys of the series that match. */
export async function readAbsences(db: Kysely<Tables>, series: Partial<Series>): Promise<Map<string, Absence[]>> {
  let query = db
    .selectFrom('absence as a')
    .innerJoin('series as s', 's.id', 'a.seriesId')
    .select(['s.exchange', 's.market', 's.symbol', 's.interval'])
    .select(['a.fromMs', 'a.toMs', 'a.kind', 'a.source', 'a.notedAtMs', 'a.detail'])
    .orderBy('a.seriesId')
    .orderBy('a.fromMs');
  for (const name of ['exchange', 'market', 'symbol', 'interval'] as const) {
    const value = series[name];
    if (value !== undefined) query = query.where(`s.${name}`, '=', value);
  }
  const byKey = new Map<string, Absence[]>();
  for (const { fromMs, toMs, notedAtMs, kind, source, detail, ...one } of await query.execute()) {
    const times = { fromMs: Number(fromMs), toMs: Number(toMs), notedAtMs: Number(notedAtMs) };
    const absence = { ...times, kind, source, ...(detail !== null && { detail }) };
    const key = seriesKey(one);
    (byKey.get(key) ?? byKey.set(key, []).get(key)!).push(absence);
  }
  return byKey;
}
