import { endianness } from 'node:os';
import type { FundingContract, FundingStore, TimeRange } from '@wick/core';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import { internSource } from '../candles/stored-series.ts';
import type { Guard } from '../postgres/database-error.ts';
import type { Tables } from '../postgres/tables.ts';
import { checkFunding } from './check-funding.ts';
import { mergeFunding } from './merge-funding.ts';

/** Funding rates in PostgreSQL: a row a payment. */
export const postgresFundingStore = (db: Kysely<Tables>, guard: Guard): FundingStore => ({
  writeFunding: (rates, { source }) =>
    guard(async () => {
      checkFunding(rates);
      if (rates.length === 0) return { received: 0, added: 0, unchanged: 0, revised: 0 };
      const contractId = await internContract(db, rates.contract);
      const sourceId = await internSource(db, source);
      return db.transaction().execute((transaction) => mergeFunding(transaction, contractId, sourceId, rates));
    }),

  funding: (contract, range) =>
    guard(async () => {
      const contractId = await findContract(db, contract);
      const columns = contractId === undefined ? undefined : await readColumns(db, contractId, wholeRange(range));
      const [timeMs, rate, markPrice] = [bytesToColumn(columns?.timeMs), bytesToColumn(columns?.rate), bytesToColumn(columns?.markPrice)];
      return { contract, length: timeMs.length, timeMs, rate, markPrice };
    }),
});

/**
 * The rows of a range as a column of bytes each, NULL where there are none: a third of the time that it takes to have
 * thousands of rows as objects.
 */
async function readColumns(db: Kysely<Tables>, contractId: number, { fromMs, toMs }: TimeRange) {
  const bytes = (value: RawBuilder<number>) => sql<Buffer | null>`string_agg(float8send(${value}), '' order by time_ms)`;
  return db
    .selectFrom('fundingRate')
    .select([
      bytes(sql`time_ms::float8`).as('timeMs'),
      bytes(sql`rate`).as('rate'),
      bytes(sql`coalesce(mark_price, 'NaN')`).as('markPrice'),
    ])
    .where('contractId', '=', contractId)
    .where('timeMs', '>=', String(fromMs))
    .where('timeMs', '<', String(toMs))
    .executeTakeFirstOrThrow();
}

/** PostgreSQL sends numbers with their highest byte first. */
function bytesToColumn(bytes: Buffer | null | undefined): Float64Array {
  const column = new Float64Array((bytes?.length ?? 0) / 8);
  bytes?.copy(Buffer.from(column.buffer));
  if (endianness() === 'LE') Buffer.from(column.buffer).swap64();
  return column;
}

/** In whole milliseconds that PostgreSQL's bigint can hold. */
const wholeRange = ({ fromMs = -Infinity, toMs = Infinity }: Partial<TimeRange> = {}): TimeRange => ({
  fromMs: Math.max(Number.MIN_SAFE_INTEGER, Math.ceil(fromMs)),
  toMs: Math.min(Number.MAX_SAFE_INTEGER, Math.ceil(toMs)),
});

async function findContract(db: Kysely<Tables>, { exchange, market, symbol }: FundingContract): Promise<number | undefined> {
  const row = await db
    .selectFrom('fundingContract')
    .select('id')
    .where('exchange', '=', exchange)
    .where('market', '=', market)
    .where('symbol', '=', symbol)
    .executeTakeFirst();
  return row?.id;
}

async function internContract(db: Kysely<Tables>, contract: FundingContract): Promise<number> {
  const known = await findContract(db, contract);
  if (known !== undefined) return known;
  const { exchange, market, symbol } = contract;
  await db
    .insertInto('fundingContract')
    .values({ exchange, market, symbol })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return (await findContract(db, contract))!;
}
