import type { Kysely } from 'kysely';
import type { Merge } from '../candles/merge-batches.ts';
import type { PeriodWrite, WriteTerms } from '../candles/period-write.ts';
import type { SeriesState } from '../candles/series-state.ts';
import type { Tables } from '../postgres/tables.ts';
import { insertRevision } from './insert-revision.ts';
import { canExtend, extendGrowth } from './extend-growth.ts';
import { replacedToBytes } from './replaced-candles.ts';

/**
 * Records what a write changed in a period, if it changed anything, so that it can be undone: the runs of candles that
 * were added, and the revised ones as they were before.
 *
 * @param state of the series before this period was written
 * @param isWholeWrite whether the write changes no other period; only then may it extend a revision, which would otherwise have
 *   a state in the middle of a write
 * @returns its state afterwards
 */
export async function recordRevision(
  db: Kysely<Tables>,
  { stored, period, terms }: Pick<PeriodWrite, 'stored' | 'period' | 'terms'>,
  merge: Merge,
  state: SeriesState,
  isWholeWrite: boolean,
): Promise<SeriesState> {
  const change = await changeOf(merge);
  if (!change) return state;
  const grows = isGrowth(terms, change.revised, change.addedRuns[0]?.[0], state);
  const lastOpenTimeMs = Math.max(state.lastOpenTimeMs ?? -Infinity, change.lastOpenTimeMs);
  const growth = { stored, periodStartMs: period.fromMs, state, ...change };
  if (grows && isWholeWrite && canExtend(growth, terms)) {
    await extendGrowth(db, [growth], terms);
    return { ...state, lastOpenTimeMs };
  }
  const id = await insertRevision(db, stored, { ...change, terms, periodStartMs: period.fromMs, grows });
  const newestRevision = { id, periodStartMs: period.fromMs, sourceId: terms.sourceId, grows };
  return { lastOpenTimeMs, newestRevision };
}

/** A file is one edition of something and keeps a revision of its own; what comes without one after all other candles is growth. */
export const isGrowth = (
  { fileSha256 }: WriteTerms,
  revised: number,
  firstAddedMs: number | undefined,
  { lastOpenTimeMs }: SeriesState,
): boolean => fileSha256 === null && revised === 0 && firstAddedMs !== undefined && firstAddedMs > (lastOpenTimeMs ?? -Infinity);

/** What a merge did to a period, in the words of the table; null if nothing. */
async function changeOf({ merged, addedRuns, revisedRows, replaced }: Merge) {
  if (addedRuns.length + revisedRows.length === 0) return null;
  const time = (row: number): number => merged.openTimeMs[row]!;
  const runs = addedRuns.map(({ start, end }): [number, number] => [time(start), time(end - 1)]);
  const revised = revisedRows.map(time);
  return {
    added: addedRuns.reduce((sum, { start, end }) => sum + end - start, 0),
    revised: revised.length,
    firstOpenTimeMs: Math.min(runs[0]?.[0] ?? Infinity, revised[0] ?? Infinity),
    lastOpenTimeMs: Math.max(runs.at(-1)?.[1] ?? -Infinity, revised.at(-1) ?? -Infinity),
    addedRuns: runs,
    replaced: revised.length > 0 ? await replacedToBytes(replaced) : null,
  };
}

