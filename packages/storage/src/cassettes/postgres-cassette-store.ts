import { type Cassette, type CassetteStore, checkCassetteKey, checkUsd, type Spending } from '@wick/core';
import { type Kysely, sql } from 'kysely';
import type { Guard } from '../postgres/database-error.ts';
import type { Tables } from '../postgres/tables.ts';
import { unnest } from '../postgres/unnest.ts';

/** How many keys one statement is asked for. */
const KEYS_AT_ONCE = 10_000;

/**
 * Answers of models in PostgreSQL, a row an answer, and a journal with a row a request. Entering a request is one
 * statement and settling it, answer included, is another one: each of them happens as a whole or not at all.
 */
export const postgresCassetteStore = (db: Kysely<Tables>, guard: Guard): CassetteStore => ({
  cassettes: (keys) =>
    guard(async () => {
      const found = new Map<string, Cassette>();
      for (const some of piecesOf(keys)) for (const cassette of await readCassettes(db, some)) found.set(cassette.key, cassette);
      return found;
    }),

  begin: ({ key, provider, sentAtMs, tokens, worstUsd }) =>
    guard(async () => {
      const row = { key: bytesOf(key), provider, sentAtMs: Math.round(sentAtMs), tokens, worstUsd: checkUsd(worstUsd) };
      const { id } = await db.insertInto('modelRequest').values(row).returning('id').executeTakeFirstOrThrow();
      return id;
    }),

  settle: (request, outcome) =>
    guard(async () => {
      if (!/^\d{1,18}$/.test(request) || !(await settle(db, request, outcome))) throw new RangeError(`no request was begun under ${request}`);
    }),

  spending: (keys) =>
    guard(async () => {
      let spending: Spending = { requests: 0, settledUsd: 0, unsettled: 0, unsettledUsd: 0 };
      for (const some of piecesOf(keys)) spending = addSpending(spending, await readSpending(db, some));
      return spending;
    }),

  recentRequests: (provider, sinceMs) =>
    guard(async () => {
      const rows = await db
        .selectFrom('modelRequest')
        .select(['sentAtMs', 'tokens'])
        .where('provider', '=', provider)
        .where('sentAtMs', '>=', sql<string>`${Math.max(0, Math.ceil(sinceMs))}`)
        .orderBy('sentAtMs')
        .orderBy('id')
        .execute();
      return rows.map(({ sentAtMs, tokens }) => ({ sentAtMs: Number(sentAtMs), tokens }));
    }),
});

const bytesOf = (key: string): Buffer => Buffer.from(checkCassetteKey(key), 'hex');

/** Each key once, a few thousand at a time. */
function* piecesOf(keys: readonly string[]): Iterable<Buffer[]> {
  const each = Array.from(new Set(keys), bytesOf);
  for (let start = 0; start < each.length; start += KEYS_AT_ONCE) yield each.slice(start, start + KEYS_AT_ONCE);
}

const asked = (keys: readonly Buffer[]) => unnest<{ askedKey: Buffer }>({ askedKey: ['bytea', keys] });

async function readCassettes(db: Kysely<Tables>, keys: readonly Buffer[]): Promise<Cassette[]> {
  const rows = await db
    .selectFrom('cassette')
    .innerJoin(asked(keys), (join) => join.onRef('cassette.key', '=', 't.askedKey'))
    .select(['key', 'body', 'answeredAtMs', 'usd'])
    .execute();
  return rows.map(({ key, body, answeredAtMs, usd }) => ({ key: key.toString('hex'), body, answeredAtMs: Number(answeredAtMs), usd }));
}

/** One statement, so that no answer is kept without being paid for, nor the other way round. @returns whether there is such a request */
async function settle(db: Kysely<Tables>, id: string, { usd, cassette }: Parameters<CassetteStore['settle']>[1]): Promise<boolean> {
  const settled = db
    .with('settled', (with_) =>
      with_
        .updateTable('modelRequest')
        .set({ isSettled: true, usd: checkUsd(usd) })
        .where('id', '=', id)
        .where('isSettled', '=', false)
        .returning('id'),
    );
  const answered = cassette && {
    key: sql<Buffer>`${bytesOf(cassette.key)}::bytea`.as('key'),
    body: sql<string>`${cassette.body}::text`.as('body'),
    answeredAtMs: sql<string>`${Math.round(cassette.answeredAtMs)}::bigint`.as('answeredAtMs'),
    usd: sql<number | null>`${usd}::float8`.as('usd'),
  };
  const kept = answered
    ? settled.with('kept', (with_) =>
        with_
          .insertInto('cassette')
          .columns(['key', 'body', 'answeredAtMs', 'usd'])
          .expression((eb) => eb.selectFrom('settled').select([answered.key, answered.body, answered.answeredAtMs, answered.usd]))
          .onConflict((conflict) => conflict.column('key').doNothing()),
      )
    : settled;
  return (await kept.selectFrom('modelRequest').select('id').where('id', '=', id).executeTakeFirst()) !== undefined;
}

async function readSpending(db: Kysely<Tables>, keys: readonly Buffer[]): Promise<Spending> {
  const row = await db
    .selectFrom('modelRequest')
    .innerJoin(asked(keys), (join) => join.onRef('modelRequest.key', '=', 't.askedKey'))
    .select([
      sql<string>`count(*)`.as('requests'),
      // As decimals, whose sum is the same in any order.
      sql<number>`coalesce(sum(usd::numeric), 0)::float8`.as('settledUsd'),
      sql<string>`count(*) filter (where usd is null)`.as('unsettled'),
      sql<number>`coalesce(sum(worst_usd::numeric) filter (where usd is null), 0)::float8`.as('unsettledUsd'),
      sql<boolean>`coalesce(bool_or(usd is null and worst_usd is null), false)`.as('isWorstUnknown'),
    ])
    .executeTakeFirstOrThrow();
  return {
    requests: Number(row.requests),
    settledUsd: row.settledUsd,
    unsettled: Number(row.unsettled),
    unsettledUsd: row.isWorstUnknown ? null : row.unsettledUsd,
  };
}

const addSpending = (a: Spending, b: Spending): Spending => ({
  requests: a.requests + b.requests,
  settledUsd: a.settledUsd + b.settledUsd,
  unsettled: a.unsettled + b.unsettled,
  unsettledUsd: a.unsettledUsd === null || b.unsettledUsd === null ? null : a.unsettledUsd + b.unsettledUsd,
});
