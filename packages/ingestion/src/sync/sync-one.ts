import { type AbsenceLedger, type ArchiveLedger, type CandleStore, type Clock, DAY_MS, isWickError, type TimeRange, type WickError } from '@wick/core';
import type PQueue from 'p-queue';
import { type ArchiveOutcome, archiveToStore } from './archive-to-store.ts';
import type { DayThatDiffers } from './compare-days.ts';
import { coverageToMissing } from './coverage-to-missing.ts';
import { inParallel } from './in-parallel.ts';
import { NativeDays } from './native-days.ts';
import type { PlannedSeries } from './plan-sync.ts';
import type { PlannedArchive } from './plan-series.ts';
import { clipRanges, hullOf, joinNearRanges, subtractRanges } from './ranges.ts';
import { isTheExchanges, restToStore } from './rest-to-store.ts';
import { settledRanges } from './settled-ranges.ts';
import { nameAbsences } from './symbol-life.ts';
import { slotsIn } from './sync-costs.ts';
import type { SyncBoard } from './sync-progress.ts';
import type { ArchiveBucket, SyncSource } from './sync-source.ts';
import { WrittenCounts } from './written-counts.ts';

/** What all series of a sync share. */
export interface SyncTools {
  readonly source: SyncSource;
  readonly store: CandleStore;
  readonly bucket: ArchiveBucket | undefined;
  readonly absences: AbsenceLedger | undefined;
  readonly archives: ArchiveLedger | undefined;
  readonly clock: Clock;
  readonly signal: AbortSignal | undefined;
  readonly portionRows: number;
  /** Of files that are downloaded, decoded and written: each takes up the memory of a month. */
  readonly files: PQueue;
  readonly filesPerSeries: number;
  readonly board: SyncBoard;
}

/** What became of an archive file that could not be used. */
export interface UselessArchive {
  readonly key: string;
  readonly kind: 'late' | 'unreachable' | 'damaged';
  readonly detail: string;
}

/** What was done for a series: also of one that failed in the end. */
export interface SeriesWork {
  readonly counts: WrittenCounts;
  importedArchives: number;
  republishedArchives: number;
  readonly uselessArchives: UselessArchive[];
  checkedDays: number;
  uncheckedDays: number;
  refetchedDays: number;
  readonly daysThatDiffer: DayThatDiffers[];
  /** What was asked of REST. */
  readonly asked: TimeRange[];
  error?: WickError;
}

/** Ranges of one series that REST is asked for at the same time: small holes would wait for each other otherwise. */
const RANGES_AT_ONCE = 4;

/**
 * Carries a plan out: archives and REST side by side, then REST for what the archives turned out to lack, then what is known of
 * what is absent is noted. An error of the exchange ends in `error`, with what was done until then.
 *
 * @throws whatever store and ledgers throw, or the signal's reason
 */
export async function syncOne(tools: SyncTools, plan: PlannedSeries): Promise<SeriesWork> {
  return new OneSeries(tools, plan).run();
}

class OneSeries {
  readonly #tools: SyncTools;
  readonly #plan: PlannedSeries;
  readonly #work: SeriesWork = {
    counts: new WrittenCounts(), importedArchives: 0, republishedArchives: 0, uselessArchives: [], checkedDays: 0, uncheckedDays: 0, refetchedDays: 0,
    daysThatDiffer: [], asked: [],
  };
  readonly #absentInArchives: TimeRange[] = [];

  constructor(tools: SyncTools, plan: PlannedSeries) {
    this.#tools = tools;
    this.#plan = plan;
  }

  async run(): Promise<SeriesWork> {
    const { absences } = this.#tools;
    const { series, explained } = this.#plan;
    if (explained.length > 0) await absences?.noteAbsences(series, explained);
    const steps = await Promise.allSettled([this.#readArchives(), this.#orError(() => this.#askRest(this.#plan.rest))]);
    for (const step of steps) if (step.status === 'rejected') throw step.reason;
    await this.#settleArchives();
    if (!this.#work.error && !this.#plan.archiveOnly) await this.#orError(() => this.#askForTheRest());
    return this.#work;
  }

  async #readArchives(): Promise<void> {
    const { archives } = this.#plan;
    const { files, filesPerSeries, source, bucket, signal } = this.#tools;
    if (archives.length === 0 || !bucket) return;
    const { series } = this.#plan;
    const nativeDays = new NativeDays(source, series, hullOf(archives.map(({ file }) => file.range)), signal);
    const to = { ...this.#tools, bucket, nativeDays, archiveOnly: this.#plan.archiveOnly, counts: this.#work.counts };
    await inParallel(archives, filesPerSeries, async (planned, index) => {
      // The later files of every series come after the earlier ones of all: one with slow files cannot take up all the room.
      const outcome = await files.add(() => archiveToStore(to, series, planned), { priority: -index });
      this.#add(planned, outcome);
    });
  }

  #add({ file, republished }: PlannedArchive, outcome: ArchiveOutcome): void {
    const work = this.#work;
    if (outcome.kind !== 'imported') {
      work.uselessArchives.push({ key: file.key, kind: outcome.kind, detail: outcome.detail });
      return;
    }
    work.importedArchives++;
    if (republished) work.republishedArchives++;
    work.checkedDays += outcome.checkedDays;
    work.uncheckedDays += outcome.uncheckedDays;
    work.refetchedDays += outcome.refetchedDays;
    work.daysThatDiffer.push(...outcome.daysThatDiffer);
    this.#absentInArchives.push(...outcome.absent);
    this.#tools.board.fetched(slotsIn(clipRanges([file.range], this.#plan.range), this.#plan.series.interval));
  }

  /** What was thought absent and is stored now is forgotten; what complete days of archives do not have is noted. */
  async #settleArchives(): Promise<void> {
    const { absences, source, clock, board } = this.#tools;
    const { series, life } = this.#plan;
    if (!absences || this.#work.importedArchives === 0) return;
    const known = await absences.absences(series);
    const missing = await this.#missing([]);
    for (const range of subtractRanges(clipRanges(known, this.#plan.range), missing)) await absences.forgetAbsences(series, range);
    const unsettled = subtractRanges(missing, settledRanges(known));
    const absent = this.#absentInArchives.toSorted((a, b) => a.fromMs - b.fromMs);
    const settled = joinNearRanges(absent.flatMap((range) => clipRanges(unsettled, range)), 0);
    if (settled.length > 0) await absences.noteAbsences(series, nameAbsences(settled, life, source.name, clock.nowMs()));
    board.foundGaps(settled.length);
  }

  /** What no file and no planned range has brought, and nobody has been asked for yet. */
  async #askForTheRest(): Promise<void> {
    const { absences } = this.#tools;
    const { series, life } = this.#plan;
    const known = (await absences?.absences(series)) ?? [];
    const settled = [...settledRanges(known), ...this.#absentInArchives, ...this.#work.asked];
    await this.#askRest(clipRanges(await this.#missing(settled), life));
  }

  async #missing(settled: readonly TimeRange[]): Promise<TimeRange[]> {
    return coverageToMissing(await this.#tools.store.coverage(this.#plan.series), this.#plan.range, settled);
  }

  async #askRest(ranges: readonly TimeRange[]): Promise<void> {
    const { series, life } = this.#plan;
    const { board } = this.#tools;
    const slots = (fromMs: number, toMs: number): number => (fromMs < toMs ? slotsIn([{ fromMs, toMs }], series.interval) : 0);
    await inParallel(ranges, RANGES_AT_ONCE, async (range) => {
      let reachedMs = range.fromMs;
      const reach = (timeMs: number): void => {
        board.fetched(slots(reachedMs, timeMs));
        reachedMs = timeMs;
      };
      this.#work.asked.push(range);
      const to = { ...this.#tools, counts: this.#work.counts, onReached: reach, unpublished: this.#unpublished() };
      const absent = await restToStore(to, series, range, life);
      board.foundGaps(absent.length);
      reach(range.toMs);
    });
  }

  /** What the archive will have: the last days, and files that are late. */
  #unpublished(): TimeRange[] {
    const { bucket, clock } = this.#tools;
    const late = new Set(this.#work.uselessArchives.filter(({ kind }) => kind === 'late').map(({ key }) => key));
    const lateRanges = this.#plan.archives.filter(({ file }) => late.has(file.key)).map(({ file }) => file.range);
    return bucket ? [...lateRanges, { fromMs: clock.nowMs() - LATEST_ARCHIVE_MS, toMs: Infinity }] : [];
  }

  async #orError(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#tools.signal?.throwIfAborted();
      if (!isWickError(error) || !isTheExchanges(error)) throw error;
      this.#work.error ??= error;
    }
  }
}

/** Daily archives have come up to eight days late. */
const LATEST_ARCHIVE_MS = 8 * DAY_MS;
