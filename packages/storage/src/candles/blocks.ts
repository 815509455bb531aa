import type { CandleBatch, TimeRange } from '@wick/core';
import { type Kysely, sql } from 'kysely';
import { batchToBlock } from '../block/batch-to-block.ts';
import { type Block, BLOCK_PARTS, type BlockPart } from '../block/block.ts';
import type { Tables } from '../postgres/tables.ts';
import type { StoredSeries } from './stored-series.ts';

/** A block as it was stored, with those parts that were asked for. */
export interface StoredBlock extends Omit<Block, 'parts' | 'contentSha256'> {
  readonly parts: Readonly<Partial<Record<BlockPart, Buffer>>>;
}

/** The blocks of a series that have candles in a range, or about it, ascending, with some of their parts. */
export async function readBlocks(
  db: Kysely<Tables>,
  { id }: StoredSeries,
  range: TimeRange,
  parts: readonly BlockPart[] = BLOCK_PARTS,
): Promise<StoredBlock[]> {
  const rows = await db
    .selectFrom('candleBlock')
    .select(['candles', 'firstOpenTimeMs', 'lastOpenTimeMs', ...parts])
    .where('seriesId', '=', id)
    .where('lastOpenTimeMs', '>=', String(range.fromMs))
    .where('firstOpenTimeMs', '<', String(range.toMs))
    .orderBy('periodStartMs')
    .execute();
  return rows.map(({ candles, firstOpenTimeMs, lastOpenTimeMs, ...bytes }) => ({
    candles,
    firstOpenTimeMs: Number(firstOpenTimeMs),
    lastOpenTimeMs: Number(lastOpenTimeMs),
    parts: bytes,
  }));
}

/** Writes the block of a period over the one that was there. `sourceIds` are added to those of the old one. */
export async function writeBlock(
  db: Kysely<Tables>,
  { id }: StoredSeries,
  period: TimeRange,
  batch: CandleBatch,
  sourceIds: readonly number[],
): Promise<void> {
  const { parts, ...block } = await batchToBlock(batch);
  const values = { ...block, ...parts };
  await db
    .insertInto('candleBlock')
    .values({ seriesId: id, periodStartMs: period.fromMs, ...values, sourceIds: [...sourceIds] })
    .onConflict((conflict) =>
      conflict.columns(['seriesId', 'periodStartMs']).doUpdateSet({
        ...values,
        sourceIds: sql<number[]>`array(
          select distinct unnest(${sql.ref('candleBlock.sourceIds')} || ${sql.ref('excluded.sourceIds')}) order by 1)`,
      }),
    )
    .execute();
}

/** Removes the block of a period. @returns what is lost with it: how many candles, and their sources */
export async function deleteBlock(
  db: Kysely<Tables>,
  { id }: StoredSeries,
  period: TimeRange,
): Promise<{ readonly candles: number; readonly sourceIds: number[] } | undefined> {
  return db
    .deleteFrom('candleBlock')
    .where('seriesId', '=', id)
    .where('periodStartMs', '=', String(period.fromMs))
    .returning(['candles', 'sourceIds'])
    .executeTakeFirst();
}
