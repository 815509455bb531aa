import { type InstrumentRegistry, splitsToInstruments } from '@wick/core';
import type { Kysely } from 'kysely';
import type { Guard } from '../postgres/database-error.ts';
import type { Tables } from '../postgres/tables.ts';

/** What tickers stood for, in PostgreSQL: a row for each time at which one changed its meaning. */
export const postgresInstrumentRegistry = (db: Kysely<Tables>, guard: Guard): InstrumentRegistry => ({
  instruments: (ticker) =>
    guard(async () => {
      const rows = await db
        .selectFrom('instrumentSplit')
        .select(['atMs', 'reason'])
        .where('exchange', '=', ticker.exchange)
        .where('market', '=', ticker.market)
        .where('symbol', '=', ticker.symbol)
        .execute();
      return splitsToInstruments(ticker, rows.map(({ atMs, reason }) => ({ atMs: Number(atMs), reason })));
    }),

  splitInstrument: ({ exchange, market, symbol }, atMs, reason) =>
    guard(async () => {
      await db
        .insertInto('instrumentSplit')
        .values({ exchange, market, symbol, atMs, reason })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    }),

  joinInstrument: ({ exchange, market, symbol }, atMs) =>
    guard(async () => {
      await db
        .deleteFrom('instrumentSplit')
        .where('exchange', '=', exchange)
        .where('market', '=', market)
        .where('symbol', '=', symbol)
        .where('atMs', '=', String(atMs))
        .execute();
    }),
});
