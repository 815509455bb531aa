import type { CandleBatch, TimeRange } from '@wick/core';
import type { Kysely } from 'kysely';
import { blockToBatch } from '../block/block-to-batch.ts';
import type { Tables } from '../postgres/tables.ts';
import { readBlocks, writeBlock } from './blocks.ts';
import { concatBatches } from './empty-batch.ts';
import { deleteHotRows, readHotRows } from './hot-rows.ts';
import { summaryOf, writeSummary } from './period-summary.ts';
import type { StoredSeries } from './stored-series.ts';

/** All candles of a period, in order: its block, then its rows. */
export async function readPeriod(db: Kysely<Tables>, stored: StoredSeries, period: TimeRange): Promise<CandleBatch> {
  const blocks = await readBlocks(db, stored, period);
  const rows = await readHotRows(db, stored, period);
  return concatBatches(stored.series, [...blocks.map((block) => blockToBatch(stored.series, block)), rows]);
}

/** Makes `batch` all that is stored of a period, in its block. */
export async function replacePeriod(
  db: Kysely<Tables>,
  stored: StoredSeries,
  period: TimeRange,
  batch: CandleBatch,
  sourceIds: readonly number[],
): Promise<void> {
  const sourceIdsOfRows = await deleteHotRows(db, stored, period);
  await writeBlock(db, stored, period, batch, [...new Set([...sourceIds, ...sourceIdsOfRows])]);
  await writeSummary(db, stored, period, summaryOf(batch, 0));
}

/** Turns the rows of a period into its block, within a transaction that holds the lock of the series. */
export async function sealPeriod(
  db: Kysely<Tables>,
  stored: StoredSeries,
  period: TimeRange,
  sourceIds: readonly number[] = [],
): Promise<void> {
  await replacePeriod(db, stored, period, await readPeriod(db, stored, period), sourceIds);
}
