import {
  type Absence, type AbsenceLedger, type CandleStore, type Clock, intervalMs, isWickError, MINUTE_MS, type Series, type TimeRange, type WickError,
} from '@wick/core';
import { AbsentSlots } from './absent-slots.ts';
import { inPortions } from './in-portions.ts';
import { clipRanges, subtractRanges } from './ranges.ts';
import { nameAbsences, type SymbolLife } from './symbol-life.ts';
import type { SyncSource } from './sync-source.ts';
import type { WrittenCounts } from './written-counts.ts';

/** Everything that fetching a range into a store needs. */
export interface RestToStore {
  readonly source: SyncSource;
  readonly store: CandleStore;
  readonly absences: AbsenceLedger | undefined;
  readonly clock: Clock;
  readonly signal: AbortSignal | undefined;
  /** Candles a write. */
  readonly portionRows: number;
  readonly counts: WrittenCounts;
  /** Told after every write: all slots of the grid before this time are dealt with. */
  readonly onReached?: (reachedMs: number) => void;
  /** What an archive will have that does not have it yet: a failure is no news there. */
  readonly unpublished?: readonly TimeRange[];
}

/** An exchange's answer about its last minutes says nothing: candles are published late, and clocks differ. */
const UNSETTLED_MS = 10 * MINUTE_MS;

/**
 * Fetches a range, stores it in ascending portions, and notes what is absent of it and why: what the exchange has nothing
 * for, or, if it fails on the way, what could not be had. What was noted of the range earlier is forgotten.
 *
 * @param range from a time on the grid
 * @returns what the exchange has nothing for
 * @throws whatever source, store or ledger throw, or the signal's reason; what was stored until then stays
 */
export async function restToStore(to: RestToStore, series: Series, range: TimeRange, life: SymbolLife): Promise<readonly TimeRange[]> {
  const { source, store, clock, signal } = to;
  const slots = new AbsentSlots(range.fromMs, series.interval);
  try {
    for await (const batch of inPortions(source.candles(series, range, signal ? { signal } : {}), to.portionRows)) {
      to.counts.add(await store.write(batch, source.name));
      slots.saw(batch.openTimeMs);
      to.onReached?.(slots.reachedMs);
      signal?.throwIfAborted();
    }
  } catch (error) {
    if (!signal?.aborted && isWickError(error) && isTheExchanges(error)) await noteFailure(to, series, { fromMs: slots.reachedMs, toMs: range.toMs }, error);
    throw error;
  }
  const nowMs = clock.nowMs();
  const answered = { fromMs: range.fromMs, toMs: Math.min(range.toMs, nowMs - Math.max(UNSETTLED_MS, 2 * intervalMs(series.interval))) };
  const absent = clipRanges(slots.end(range.toMs), answered);
  if (to.absences && answered.fromMs < answered.toMs) {
    await to.absences.forgetAbsences(series, range);
    const named = nameAbsences(absent, life, source.name, nowMs);
    if (named.length > 0) await to.absences.noteAbsences(series, named);
  }
  return absent;
}

/** Is it about the exchange, and not about our own database or disk? */
export const isTheExchanges = ({ code }: WickError): boolean => !code.startsWith('DATABASE') && code !== 'DISK_UNWRITABLE';

async function noteFailure({ absences, clock, source, unpublished = [] }: RestToStore, series: Series, range: TimeRange, error: WickError): Promise<void> {
  const notedAtMs = clock.nowMs();
  const open = clipRanges([range], { fromMs: -Infinity, toMs: notedAtMs });
  const failed = subtractRanges(open, unpublished);
  const name = (kind: Absence['kind'], ranges: readonly TimeRange[]): Absence[] =>
    ranges.map((part) => ({ ...part, kind, source: source.name, notedAtMs, detail: error.message }));
  const named = [...name('fetch-failed', failed), ...name('not-published', subtractRanges(open, failed))];
  if (named.length > 0) await absences?.noteAbsences(series, named.toSorted((a, b) => a.fromMs - b.fromMs));
}
