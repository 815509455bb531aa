import type { FundingContract, FundingStore, TimeRange } from '@wick/core';
import type { Kysely } from 'kysely';
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
      const rows = contractId === undefined ? [] : await readRows(db, contractId, range);
      return {
        contract,
        length: rows.length,
        timeMs: Float64Array.from(rows, ({ timeMs }) => Number(timeMs)),
        rate: Float64Array.from(rows, ({ rate }) => rate),
        markPrice: Float64Array.from(rows, ({ markPrice }) => markPrice ?? NaN),
      };
    }),
});

const readRows = (db: Kysely<Tables>, contractId: number, { fromMs = -Infinity, toMs = Infinity }: Partial<TimeRange> = {}) =>
  db
    .selectFrom('fundingRate')
    .select(['timeMs', 'rate', 'markPrice'])
    .where('contractId', '=', contractId)
    .where('timeMs', '>=', String(Math.max(Number.MIN_SAFE_INTEGER, Math.ceil(fromMs))))
    .where('timeMs', '<', String(Math.min(Number.MAX_SAFE_INTEGER, Math.ceil(toMs))))
    .orderBy('timeMs')
    .execute();

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
