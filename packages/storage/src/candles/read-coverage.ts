import { countMissing, type Coverage, type Series, seriesKey } from '@wick/core';
import type { Kysely } from 'kysely';
import { readAbsences } from '../absences/read-absences.ts';
import type { Tables } from '../postgres/tables.ts';
import { type ClassifiedGaps, classifyGaps, type SeriesGaps } from './classify-gaps.ts';

/** What is stored of a series, from the ledger alone. Other series of its market are looked at only where it has gaps. */
export async function readCoverage(db: Kysely<Tables>, series: Series): Promise<Coverage> {
  const [row] = await readRows(db, series);
  const known = row ?? { series, candles: 0, offGrid: 0, firstOpenTimeMs: null, lastOpenTimeMs: null, gaps: [] };
  const { exchange, market } = series;
  const compared = known.gaps.length > 0 ? await readRows(db, { exchange, market }) : [known];
  const absences = await readAbsences(db, known.gaps.length > 0 ? { exchange, market } : series);
  const all = compared.map((one) => ({ ...one, absences: absences.get(seriesKey(one.series)) ?? [] }));
  const self = all.findIndex((one) => seriesKey(one.series) === seriesKey(series));
  return toCoverage(known, classifyGaps(all)[self]!);
}

/** The same of every series of which candles are stored, ordered by key. Two statements, however many there are. */
export async function readCoverages(db: Kysely<Tables>): Promise<Coverage[]> {
  const rows = await readRows(db, {});
  const absences = await readAbsences(db, {});
  const byMarket = Map.groupBy(rows, ({ series: { exchange, market } }) => `${exchange}:${market}`);
  const coverages = [...byMarket.values()].flatMap((ofMarket) => {
    const classified = classifyGaps(ofMarket.map((one) => ({ ...one, absences: absences.get(one.key) ?? [] })));
    return ofMarket.map((row, i) => ({ key: row.key, coverage: toCoverage(row, classified[i]!) }));
  });
  return coverages.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ coverage }) => coverage);
}

interface SeriesRow extends Omit<SeriesGaps, 'absences'> {
  readonly key: string;
  readonly candles: number;
  readonly offGrid: number;
}

async function readRows(db: Kysely<Tables>, series: Partial<Series>): Promise<SeriesRow[]> {
  let query = db
    .selectFrom('seriesCoverage as c')
    .innerJoin('series as s', 's.id', 'c.seriesId')
    .select(['s.exchange', 's.market', 's.symbol', 's.interval'])
    .select(['c.candles', 'c.firstOpenTimeMs', 'c.lastOpenTimeMs', 'c.offGrid', 'c.gaps']);
  for (const name of ['exchange', 'market', 'symbol', 'interval'] as const) {
    const value = series[name];
    if (value !== undefined) query = query.where(`s.${name}`, '=', value);
  }
  const rows = await query.execute();
  return rows.map(({ exchange, market, symbol, interval, ...row }) => {
    const one = { exchange, market, symbol, interval };
    const [firstOpenTimeMs, lastOpenTimeMs] = [Number(row.firstOpenTimeMs), Number(row.lastOpenTimeMs)];
    return { ...row, series: one, key: seriesKey(one), firstOpenTimeMs, lastOpenTimeMs };
  });
}

const toCoverage = (row: Omit<SeriesRow, 'key'>, { gaps, outside }: ClassifiedGaps): Coverage => ({
  series: row.series,
  candles: row.candles,
  firstOpenTimeMs: row.firstOpenTimeMs,
  lastOpenTimeMs: row.lastOpenTimeMs,
  gaps,
  outside,
  missing: countMissing(gaps),
  offGrid: row.offGrid,
});
