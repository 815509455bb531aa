import type { CandleBatch, WriteReport } from '@wick/core';
import type { Transaction } from 'kysely';
import type { Tables } from '../postgres/tables.ts';
import { appendTails, asTailAppend, type TailAppend } from './append-tails.ts';
import type { WriteTerms } from './period-write.ts';
import { readSeriesStates } from './series-state.ts';
import { lockAllSeries, type StoredSeries } from './stored-series.ts';
import { writeCandles } from './write-candles.ts';

/** Checked candles of a series. */
export interface SeriesBatch {
  readonly stored: StoredSeries;
  readonly batch: CandleBatch;
}

/**
 * Writes candles of any number of series, each of which comes once, within a transaction. Plain growth, which is what live
 * candles are, takes the same few statements for all series together; the others follow one by one.
 */
export async function writeBatches(
  db: Transaction<Tables>,
  batches: readonly SeriesBatch[],
  terms: WriteTerms,
): Promise<WriteReport[]> {
  const ids = batches.map(({ stored }) => stored.id);
  await lockAllSeries(db, ids);
  const states = await readSeriesStates(db, ids);
  const tails: TailAppend[] = [];
  const reports: WriteReport[] = [];
  for (const { stored, batch } of batches) {
    const state = states.get(stored.id)!;
    const tail = batch.length > 0 ? asTailAppend(stored, batch, state) : undefined;
    if (tail) tails.push(tail);
    reports.push(batch.length > 0 && !tail ? await writeCandles(db, stored, batch, terms, state) : allAdded(batch.length, terms));
  }
  await appendTails(db, tails, terms);
  return reports;
}

const allAdded = (candles: number, { conflict }: WriteTerms): WriteReport => ({
  received: candles, added: candles, unchanged: 0, revised: 0, ...(conflict === 'keep' && { kept: 0 }),
});
