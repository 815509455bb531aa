import type { FundingRates, WriteReport } from '@wick/core';
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../postgres/tables.ts';

/** How many rows a statement writes. */
const ROWS_A_STATEMENT = 5_000;

/** Writes checked rates over what is stored of a contract, within a transaction. An unknown mark price replaces nothing. */
export async function mergeFunding(
  db: Kysely<Tables>,
  contractId: number,
  sourceId: number,
  rates: FundingRates,
): Promise<WriteReport> {
  let [added, revised] = [0, 0];
  for (let start = 0; start < rates.length; start += ROWS_A_STATEMENT) {
    for (const { isNew } of await mergeRows(db, contractId, sourceId, rowsOf(rates, start, start + ROWS_A_STATEMENT))) {
      if (isNew) added++;
      else revised++;
    }
  }
  return { received: rates.length, added, revised, unchanged: rates.length - added - revised };
}

interface Rows {
  readonly timeMs: readonly number[];
  readonly rate: readonly number[];
  readonly markPrice: readonly (number | null)[];
}

const rowsOf = (rates: FundingRates, start: number, end: number): Rows => ({
  timeMs: [...rates.timeMs.subarray(start, end)],
  rate: [...rates.rate.subarray(start, end)],
  markPrice: Array.from(rates.markPrice.subarray(start, end), (price) => (Number.isNaN(price) ? null : price)),
});

/** @returns one for each row that is not as it was; the ones that were there before carry the transaction that replaced them */
const mergeRows = (db: Kysely<Tables>, contractId: number, sourceId: number, { timeMs, rate, markPrice }: Rows) =>
  db
    .insertInto('fundingRate')
    .columns(['contractId', 'timeMs', 'rate', 'markPrice', 'sourceId'])
    .expression(
      db
        .selectFrom(
          sql<{ timeMs: number; rate: number; markPrice: number | null }>`
            unnest(${timeMs}::bigint[], ${rate}::float8[], ${markPrice}::float8[])`.as<'row'>(sql`row(time_ms, rate, mark_price)`),
        )
        .select([
          sql<number>`${contractId}::integer`.as('contractId'),
          'row.timeMs',
          'row.rate',
          'row.markPrice',
          sql<number>`${sourceId}::integer`.as('sourceId'),
        ]),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['contractId', 'timeMs'])
        .doUpdateSet((eb) => ({
          rate: eb.ref('excluded.rate'),
          markPrice: eb.fn.coalesce('excluded.markPrice', 'fundingRate.markPrice'),
          sourceId: eb.ref('excluded.sourceId'),
        }))
        .where((eb) =>
          eb.or([
            eb('excluded.rate', '!=', eb.ref('fundingRate.rate')),
            eb.and([
              eb('excluded.markPrice', 'is not', null),
              eb('excluded.markPrice', 'is distinct from', eb.ref('fundingRate.markPrice')),
            ]),
          ]),
        ),
    )
    .returning(sql<boolean>`xmax = 0`.as('isNew'))
    .execute();
