import type { Series } from '@wick/core';
import type { Kysely, Transaction } from 'kysely';
import type { Tables } from '../postgres/tables.ts';

export async function findSeriesId(db: Kysely<Tables>, { exchange, market, symbol, interval }: Series): Promise<number | undefined> {
  const row = await db
    .selectFrom('series')
    .select('id')
    .where('exchange', '=', exchange)
    .where('market', '=', market)
    .where('symbol', '=', symbol)
    .where('interval', '=', interval)
    .executeTakeFirst();
  return row?.id;
}

/** The id of a series, made if it is new. Outside of longer transactions, so that those never wait for each other here. */
export async function internSeries(db: Kysely<Tables>, series: Series): Promise<number> {
  const { exchange, market, symbol, interval } = series;
  const known = await findSeriesId(db, series);
  if (known !== undefined) return known;
  await db.insertInto('series').values({ exchange, market, symbol, interval }).onConflict((conflict) => conflict.doNothing()).execute();
  return (await findSeriesId(db, series))!;
}

/** The id of a source, made if it is new. */
export async function internSource(db: Kysely<Tables>, name: string): Promise<number> {
  const find = () => db.selectFrom('source').select('id').where('name', '=', name).executeTakeFirst();
  const known = await find();
  if (known) return known.id;
  await db.insertInto('source').values({ name }).onConflict((conflict) => conflict.doNothing()).execute();
  return (await find())!.id;
}

/** Until the transaction ends, nobody else writes candles of this series. Readers are not held up. */
export async function lockSeries(transaction: Transaction<Tables>, seriesId: number): Promise<void> {
  await transaction.selectFrom('series').select('id').where('id', '=', seriesId).forNoKeyUpdate().executeTakeFirstOrThrow();
}
