import type { CandleBatch } from '@wick/core';
import { setImmediate } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { PeriodBatch } from '../period/period.ts';
import type { Tables } from '../postgres/tables.ts';
import { insertRevisions } from '../revisions/insert-revision.ts';
import { isGrowth } from '../revisions/record-revision.ts';
import { writeBlock } from './blocks.ts';
import { summaryOf, writeSummaries } from './period-summary.ts';
import type { WriteTerms } from './period-write.ts';
import type { SeriesState } from './series-state.ts';
import type { StoredSeries } from './stored-series.ts';

/** Blocks that the server may be given before the oldest of them is stored. */
const UNDER_WAY = 2;

/**
 * Writes periods that have no candles yet, ascending, each as a block: what an archive brings. The next block is encoded while the
 * server stores the one before, and what is to be noted of all of them takes two statements.
 *
 * @returns the state of the series afterwards
 */
export async function writeNewPeriods(
  db: Kysely<Tables>,
  stored: StoredSeries,
  parts: readonly PeriodBatch[],
  terms: WriteTerms,
  state: SeriesState,
): Promise<SeriesState> {
  await storeBlocks(db, stored, parts, terms);
  await writeSummaries(db, stored, parts.map(({ period, batch }) => ({ period, summary: summaryOf(batch, 0) })));

  let lastMs = state.lastOpenTimeMs;
  const revisions = parts.map(({ period, batch }) => {
    const grows = isGrowth(terms, 0, firstOf(batch), { ...state, lastOpenTimeMs: lastMs });
    lastMs = Math.max(lastMs ?? -Infinity, lastOf(batch));
    return { ...allAdded(batch), terms, periodStartMs: period.fromMs, grows };
  });
  const ids = await insertRevisions(db, stored, revisions);
  const { periodStartMs, grows } = revisions.at(-1)!;
  return { lastOpenTimeMs: lastMs, newestRevision: { id: ids.at(-1)!, periodStartMs, sourceId: terms.sourceId, grows } };
}

/** Nothing is under way any more when this returns or throws: what came after the end of the transaction would be outside of it. */
async function storeBlocks(db: Kysely<Tables>, stored: StoredSeries, parts: readonly PeriodBatch[], { sourceId }: WriteTerms): Promise<void> {
  const storing: Promise<void>[] = [];
  try {
    for (const { period, batch } of parts) {
      await storing.at(-UNDER_WAY);
      const block = writeBlock(db, stored, period, batch, [sourceId]);
      // Whoever fails first is told; the others are not to count as unhandled.
      block.catch(() => undefined);
      storing.push(block);
      // A turn of the event loop, in which the bytes leave.
      await setImmediate();
    }
    await Promise.all(storing);
  } finally {
    await Promise.allSettled(storing);
  }
}

const firstOf = ({ openTimeMs }: CandleBatch): number => openTimeMs[0]!;
const lastOf = ({ openTimeMs, length }: CandleBatch): number => openTimeMs[length - 1]!;

const allAdded = (batch: CandleBatch) => ({
  added: batch.length,
  revised: 0,
  firstOpenTimeMs: firstOf(batch),
  lastOpenTimeMs: lastOf(batch),
  addedRuns: [[firstOf(batch), lastOf(batch)] satisfies [number, number]],
  replaced: null,
});
