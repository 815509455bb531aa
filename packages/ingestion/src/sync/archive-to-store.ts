import { type ArchiveLedger, DAY_MS, intervalMs, isWickError, type Series, type TimeRange } from '@wick/core';
import { joinBatches } from '../candle/join-batches.ts';
import { AbsentSlots } from './absent-slots.ts';
import type { FetchedArchive } from '../bucket/bucket.ts';
import { checkArchive, type CheckedArchive } from './check-archive.ts';
import { dayOf } from './day-sums.ts';
import type { NativeDays } from './native-days.ts';
import type { PlannedArchive } from './plan-series.ts';
import { clipRanges } from './ranges.ts';
import { isTheExchanges, type RestToStore } from './rest-to-store.ts';
import type { ArchiveBucket } from './sync-source.ts';
import { uncheckedEtag } from './unchecked-edition.ts';

export interface ArchiveToStore extends Pick<RestToStore, 'source' | 'store' | 'clock' | 'signal' | 'counts'> {
  readonly bucket: ArchiveBucket;
  readonly archives: ArchiveLedger | undefined;
  readonly nativeDays: NativeDays;
  /** The exchange does not know the symbol any more, and will never be able to say what its days were. */
  readonly archiveOnly: boolean;
}

/** What became of an archive file. */
export type ArchiveOutcome =
  | (Pick<CheckedArchive, 'daysThatDiffer' | 'refetchedDays'> & {
      readonly kind: 'imported';
      readonly checkedDays: number;
      /** Days that nothing could be compared with. */
      readonly uncheckedDays: number;
      /** Where neither the file nor the exchange has candles, which is therefore settled. */
      readonly absent: readonly TimeRange[];
    })
  /** Listed, and not there; or the archive does not answer; or not to be trusted, and in quarantine. */
  | { readonly kind: 'late' | 'unreachable' | 'damaged'; readonly detail: string };

/**
 * Stores the candles of one archive file after checking its days ({@link checkArchive}), and records that it was read. What is
 * stored already wins over a file that is read for the first time, because REST and live candles are the exchange's own word;
 * an edition that replaces another one replaces its candles. A file whose days nobody could be asked about is taken as it is, and read
 * and checked again by the next sync.
 *
 * The order makes it safe to be killed at any moment: days that REST has to answer for are written first, so that a file of which
 * nothing is recorded is missing still, and is checked again.
 *
 * @throws whatever store or ledger throw, or the signal's reason
 */
export async function archiveToStore(to: ArchiveToStore, series: Series, { file, republished }: PlannedArchive): Promise<ArchiveOutcome> {
  const { store, source, signal } = to;
  const fetched = await fetchOrWhy(to, series, { file, republished });
  if (fetched.kind !== 'fetched') return fetched;
  const isFiner = intervalMs(series.interval) < DAY_MS;
  const native = isFiner ? await to.nativeDays.within(file.range) : undefined;
  const checked: CheckedArchive = native
    ? await checkArchive(fetched.batches, native, file.range, { source, series, signal })
    : { trusted: fetched.batches, refetched: [], complete: [], refetchedDays: 0, daysThatDiffer: [] };
  signal?.throwIfAborted();
  if (checked.refetched.length > 0) to.counts.add(await store.write(joinBatches(checked.refetched), source.name));
  if (checked.trusted.length > 0) {
    const provenance = { source: `archive:${nameOf(file.key)}`, sha256: fetched.sha256 };
    const conflict = republished ? 'replace' : 'keep';
    to.counts.add(await store.write(joinBatches(checked.trusted), provenance, { conflict }));
  }
  const isUnchecked = isFiner && !native && !to.archiveOnly;
  await record(to, series, file.key, isUnchecked ? { ...fetched, etag: uncheckedEtag(fetched.etag) } : fetched, null);
  const days = Math.round((dayOf(file.range.toMs) - file.range.fromMs) / DAY_MS);
  return {
    kind: 'imported',
    absent: absentIn(checked, series, file.range),
    refetchedDays: checked.refetchedDays,
    daysThatDiffer: checked.daysThatDiffer,
    checkedDays: native ? days : 0,
    uncheckedDays: native ? 0 : days,
  };
}

type Refusal = Exclude<ArchiveOutcome, { kind: 'imported' }>;

async function fetchOrWhy(to: ArchiveToStore, series: Series, { file }: PlannedArchive): Promise<FetchedArchive | Refusal> {
  const { signal } = to;
  try {
    const fetched = await to.bucket.fetch(series, file, signal ? { signal } : {});
    return fetched.kind === 'fetched' ? fetched : { kind: 'late', detail: `${nameOf(file.key)} is listed, but not there yet.` };
  } catch (error) {
    signal?.throwIfAborted();
    if (!isWickError(error) || !isTheExchanges(error)) throw error;
    if (error.code !== 'ARCHIVE_DAMAGED') return { kind: 'unreachable', detail: error.message };
    await record(to, series, file.key, { etag: file.etag, sha256: null }, error.message);
    return { kind: 'damaged', detail: error.message };
  }
}

async function record(
  { archives, clock }: ArchiveToStore, series: Series, key: string, { etag, sha256 }: { etag: string; sha256: string | null }, detail: string | null,
): Promise<void> {
  const state = detail === null ? 'imported' : 'quarantined';
  await archives?.recordArchive(series, { key, etag, sha256, state, detail, atMs: clock.nowMs() });
}

/** Slots of complete days without any candle. */
function absentIn({ trusted, refetched, complete }: CheckedArchive, { interval }: Series, { fromMs, toMs }: TimeRange): TimeRange[] {
  if (complete.length === 0) return [];
  const slots = new AbsentSlots(fromMs, interval);
  if (refetched.length === 0) for (const { openTimeMs } of trusted) slots.saw(openTimeMs);
  else slots.saw(joinBatches([...trusted, ...refetched]).openTimeMs.toSorted());
  const absent = slots.end(toMs);
  return complete.flatMap((range) => clipRanges(absent, range));
}

const nameOf = (key: string): string => key.slice(key.lastIndexOf('/') + 1);
