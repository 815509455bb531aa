import type { LimitLedger } from '@wick/core';
import { type Kysely, sql } from 'kysely';
import type { Guard } from '../postgres/database-error.ts';
import type { Tables } from '../postgres/tables.ts';

/** From so many minutes back on, an older minute means that somebody's clock was wrong before, and not that time has passed. */
const CLOCK_WAS_WRONG_MINUTES = 60;

/** What of the row's minute is spent, as seen from the minute of a statement. */
const spentBefore = sql<number>`case when excluded.minute = spent_weight.minute then spent_weight.used else 0 end`;
const isNotPast = sql<boolean>`(excluded.minute >= spent_weight.minute
  or excluded.minute < spent_weight.minute - ${sql.lit(CLOCK_WAS_WRONG_MINUTES)})`;

/**
 * Spent limits in PostgreSQL: a row a budget with its newest minute. Each reservation is one statement that locks the row,
 * so that no two processes are granted the same weight.
 */
export const postgresLimitLedger = (db: Kysely<Tables>, guard: Guard): LimitLedger => ({
  reserveWeight: (key, minute, wanted, limit) =>
    guard(async () => {
      const grant = sql<number>`greatest(0, least(${wanted}::integer, ${limit}::integer - ${spentBefore}))`;
      const first = Math.max(0, Math.min(wanted, limit));
      const row = await db
        .insertInto('spentWeight')
        .values({ key, minute, used: first, lastGrant: first })
        .onConflict((conflict) =>
          conflict
            .column('key')
            .doUpdateSet({ minute, used: sql`${spentBefore} + ${grant}`, lastGrant: grant })
            .where(isNotPast),
        )
        .returning('lastGrant')
        .executeTakeFirst();
      return row?.lastGrant ?? 0;
    }),

  observeWeight: (key, minute, used) =>
    guard(async () => {
      await db
        .insertInto('spentWeight')
        .values({ key, minute, used, lastGrant: 0 })
        .onConflict((conflict) =>
          conflict
            .column('key')
            .doUpdateSet({ minute, used: sql`greatest(${spentBefore}, excluded.used)` })
            .where(isNotPast),
        )
        .execute();
    }),

  block: (key, { untilMs, why }) =>
    guard(async () => {
      const block = { untilMs: Math.ceil(untilMs), why };
      await db
        .insertInto('limitBlock')
        .values({ key, ...block })
        .onConflict((conflict) =>
          conflict.column('key').doUpdateSet(block).whereRef('excluded.untilMs', '>', 'limitBlock.untilMs'),
        )
        .execute();
    }),

  blocked: (key) =>
    guard(async () => {
      const row = await db.selectFrom('limitBlock').select(['untilMs', 'why']).where('key', '=', key).executeTakeFirst();
      return row ? { untilMs: Number(row.untilMs), why: row.why } : null;
    }),
});
