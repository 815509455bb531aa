import type { TimeRange } from '@wick/core';
import type { Transaction } from 'kysely';
import type { Tables } from '../postgres/tables.ts';
import { deleteBlock } from './blocks.ts';
import { writeHotRows } from './hot-rows.ts';
import { readPeriod } from './period-candles.ts';
import { summaryOf, writeSummary } from './period-summary.ts';
import type { StoredSeries } from './stored-series.ts';

/**
 * Turns the block of a period, where it has one, back to rows, and notes that they are to stay rows. Within a transaction
 * that holds the lock of the series.
 *
 * @returns how many candles came out of the block
 */
export async function unsealPeriod(db: Transaction<Tables>, stored: StoredSeries, period: TimeRange): Promise<number> {
  const all = await readPeriod(db, stored, period);
  const block = await deleteBlock(db, stored, period);
  if (block) {
    const rows = [...all.openTimeMs.keys()].slice(0, block.candles);
    await writeHotRows(db, [{ stored, batch: all, rows, sourceId: block.sourceIds[0]! }]);
    await writeSummary(db, stored, period, summaryOf(all, all.length));
  }
  await db
    .updateTable('coverage')
    .set((eb) => ({ unsealedSourceIds: eb.fn.coalesce('unsealedSourceIds', eb.val(block?.sourceIds ?? [])) }))
    .where('seriesId', '=', stored.id)
    .where('periodStartMs', '=', String(period.fromMs))
    .execute();
  return block?.candles ?? 0;
}

/** Whether a user has unsealed a period, maybe while somebody waited for its lock in order to seal it. */
export const isKeptAsRows = async (db: Transaction<Tables>, stored: StoredSeries, period: TimeRange): Promise<boolean> =>
  (await unsealedSources(db, stored, period)) !== null;

/** Lets the rows of a period become a block again. @returns the sources of the block that they came out of; undefined if they did not */
export async function allowSealing(db: Transaction<Tables>, stored: StoredSeries, period: TimeRange): Promise<number[] | undefined> {
  const sourceIds = await unsealedSources(db, stored, period);
  if (!sourceIds) return undefined;
  await db
    .updateTable('coverage')
    .set({ unsealedSourceIds: null })
    .where('seriesId', '=', stored.id)
    .where('periodStartMs', '=', String(period.fromMs))
    .execute();
  return sourceIds;
}

async function unsealedSources(db: Transaction<Tables>, { id }: StoredSeries, period: TimeRange): Promise<number[] | null> {
  const row = await db
    .selectFrom('coverage')
    .select('unsealedSourceIds')
    .where('seriesId', '=', id)
    .where('periodStartMs', '=', String(period.fromMs))
    .executeTakeFirst();
  return row?.unsealedSourceIds ?? null;
}
