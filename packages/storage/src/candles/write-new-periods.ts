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
  const storing: Promise<void>[] = [];
  for (const { period, batch } of parts) {
    const block = writeBlock(db, stored, period, batch, [terms.sourceId]);
    // Whoever fails first is told below; the others are not to count as unhandled.
    block.catch(() => undefined);
    storing.push(block);
    // A turn of the event loop, in which the bytes leave.
    await setImmediate();
    if (storing.length > UNDER_WAY) await storing.shift();
  }
  await Promise.all(storing);
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
