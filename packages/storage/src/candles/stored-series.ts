import type { Series } from '@wick/core';
import type { Kysely, Transaction } from 'kysely';
import type { Tables } from '../postgres/tables.ts';

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
  const known = await findSeries(db, series);
  if (known) return known;
  const { exchange, market, symbol, interval } = series;
  await db
    .insertInto('series')
    .values({ exchange, market, symbol, interval })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return (await findSeries(db, series))!;
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
export async function lockSeries(transaction: Transaction<Tables>, { id }: StoredSeries): Promise<void> {
  await transaction.selectFrom('series').select('id').where('id', '=', id).forNoKeyUpdate().executeTakeFirstOrThrow();
}
