import type { TimeRange } from '@wick/core';
import type { Kysely } from 'kysely';
import type { Block, BlockPart } from '../block/block.ts';
import type { Tables } from '../postgres/tables.ts';
import type { StoredSeries } from './stored-series.ts';

/** A block without its candles. */
export interface BlockHead extends Pick<Block, 'candles' | 'firstOpenTimeMs' | 'contentSha256'> {
  readonly periodStartMs: number;
}

/** Of the blocks that have candles in a range, or about it, ascending. */
export async function readBlockHeads(db: Kysely<Tables>, { id }: StoredSeries, range: TimeRange): Promise<BlockHead[]> {
  const rows = await db
    .selectFrom('candleBlock')
    .select(['periodStartMs', 'candles', 'firstOpenTimeMs', 'contentSha256'])
    .where('seriesId', '=', id)
    .where('lastOpenTimeMs', '>=', String(range.fromMs))
    .where('firstOpenTimeMs', '<', String(range.toMs))
    .orderBy('periodStartMs')
    .execute();
  return rows.map(({ periodStartMs, firstOpenTimeMs, ...head }) => ({
    ...head,
    periodStartMs: Number(periodStartMs),
    firstOpenTimeMs: Number(firstOpenTimeMs),
  }));
}

/** Some parts of the blocks of some periods, by the beginning of the period. */
export async function readBlockParts(
  db: Kysely<Tables>,
  { id }: StoredSeries,
  periodStartsMs: readonly number[],
  parts: readonly BlockPart[],
): Promise<Map<number, Readonly<Partial<Record<BlockPart, Buffer>>>>> {
  const rows = await db
    .selectFrom('candleBlock')
    .select(['periodStartMs', ...parts])
    .where('seriesId', '=', id)
    .where('periodStartMs', 'in', periodStartsMs.map(String))
    .execute();
  return new Map(rows.map(({ periodStartMs, ...bytes }) => [Number(periodStartMs), bytes]));
}
