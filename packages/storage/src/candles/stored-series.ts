import { type Series, seriesKey } from '@wick/core';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Tables } from '../postgres/tables.ts';
import { unnest } from '../postgres/unnest.ts';

/** A series that has an id in the database. */
export interface StoredSeries {
  readonly id: number;
  readonly series: Series;
}

export async function findSeries(db: Kysely<Tables>, series: Series): Promise<StoredSeries | undefined> {
  const row = await db
    .selectFrom('series')
    .select('id')
    .where('exchange', '=', series.exchange)
    .where('market', '=', series.market)
    .where('symbol', '=', series.symbol)
    .where('interval', '=', series.interval)
    .executeTakeFirst();
  return row && { id: row.id, series };
}

/** A series, made known if it is new. Outside of longer transactions, so that those never wait for each other here. */
export async function internSeries(db: Kysely<Tables>, series: Series): Promise<StoredSeries> {
  return (await findSeries(db, series)) ?? (await internAllSeries(db, [series]))[0]!;
}

/** The same for many series, in three statements. */
export async function internAllSeries(db: Kysely<Tables>, all: readonly Series[]): Promise<StoredSeries[]> {
  const known = await idsOf(db, all);
  // In one order everywhere, so that two processes never wait for each other's new rows.
  const unknown = all.filter((series) => !known.has(seriesKey(series))).sort((a, b) => (seriesKey(a) < seriesKey(b) ? -1 : 1));
  if (unknown.length > 0) {
    await db
      .insertInto('series')
      .columns(KEY)
      .expression((eb) => eb.selectFrom(unnestKeys(unknown)).select(KEY.map((name) => `t.${name}` as const)))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    for (const [key, id] of await idsOf(db, unknown)) known.set(key, id);
  }
  return all.map((series) => ({ id: known.get(seriesKey(series))!, series }));
}

const KEY = ['exchange', 'market', 'symbol', 'interval'] as const;

const unnestKeys = (all: readonly Series[]) =>
  unnest<Series>({
    exchange: ['text', all.map(({ exchange }) => exchange)],
    market: ['text', all.map(({ market }) => market)],
    symbol: ['text', all.map(({ symbol }) => symbol)],
    interval: ['text', all.map(({ interval }) => interval)],
  });

async function idsOf(db: Kysely<Tables>, all: readonly Series[]): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('series as s')
    .innerJoin(unnestKeys(all), (join) =>
      join
        .onRef('t.exchange', '=', 's.exchange')
        .onRef('t.market', '=', 's.market')
        .onRef('t.symbol', '=', 's.symbol')
        .onRef('t.interval', '=', 's.interval'),
    )
    .select(['s.id', 's.exchange', 's.market', 's.symbol', 's.interval'])
    .execute();
  return new Map(rows.map(({ id, ...series }) => [seriesKey(series), id]));
}

/** The id of a source, made known if it is new. */
export async function internSource(db: Kysely<Tables>, name: string): Promise<number> {
  const find = () => db.selectFrom('source').select('id').where('name', '=', name).executeTakeFirst();
  const known = await find();
  if (known) return known.id;
  await db.insertInto('source').values({ name }).onConflict((conflict) => conflict.doNothing()).execute();
  return (await find())!.id;
}

/** Until the transaction ends, nobody else writes candles of this series. Readers are not held up. */
export const lockSeries = (transaction: Transaction<Tables>, { id }: StoredSeries): Promise<void> => lockAllSeries(transaction, [id]);

/** The same for many series, in the order of their ids, so that two writers never wait for each other in a circle. */
export async function lockAllSeries(transaction: Transaction<Tables>, ids: readonly number[]): Promise<void> {
  await transaction
    .selectFrom('series')
    .select('id')
    .where('id', '=', sql<number>`any(${ids}::integer[])`)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
}
