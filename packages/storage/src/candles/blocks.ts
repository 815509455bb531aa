import type { CandleBatch } from '@wick/core';
import { type Kysely, sql } from 'kysely';
import { batchToBlock } from '../block/batch-to-block.ts';
import { type Block, BLOCK_PARTS, type BlockPart } from '../block/block.ts';
import type { Tables } from '../postgres/tables.ts';

/** A block as it was stored, with those parts that were asked for. */
export interface StoredBlock extends Omit<Block, 'parts' | 'contentSha256'> {
  readonly parts: Readonly<Partial<Record<BlockPart, Buffer>>>;
}

/** The blocks of a series that have candles from `fromMs` to `toMs` (exclusive), ascending, with some of their parts. */
export async function readBlocks(
  db: Kysely<Tables>,
  seriesId: number,
  fromMs: number,
  toMs: number,
  parts: readonly BlockPart[] = BLOCK_PARTS,
): Promise<StoredBlock[]> {
  const rows = await db
    .selectFrom('candleBlock')
    .select(['candles', 'firstOpenTimeMs', 'lastOpenTimeMs', ...parts])
    .where('seriesId', '=', seriesId)
    .where('lastOpenTimeMs', '>=', String(fromMs))
    .where('firstOpenTimeMs', '<', String(toMs))
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
  seriesId: number,
  periodStartMs: number,
  batch: CandleBatch,
  sourceIds: readonly number[],
): Promise<void> {
  const { parts, ...block } = batchToBlock(batch);
  const values = { ...block, ...parts };
  await db
    .insertInto('candleBlock')
    .values({ seriesId, periodStartMs, ...values, sourceIds: [...sourceIds] })
    .onConflict((conflict) =>
      conflict.columns(['seriesId', 'periodStartMs']).doUpdateSet({
        ...values,
        sourceIds: sql<number[]>`array(
          select distinct unnest(${sql.ref('candleBlock.sourceIds')} || ${sql.ref('excluded.sourceIds')}) order by 1)`,
      }),
    )
    .execute();
}
