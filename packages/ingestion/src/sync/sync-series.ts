import {
  type AbsenceLedger, type CandleSource, type CandleStore, type Clock, type Gap, type ProgressListener, type Series, seriesKey, slotOf, systemClock,
  type TimeRange,
} from '@wick/core';
import { coverageToMissing } from './coverage-to-missing.ts';
import { restToStore } from './rest-to-store.ts';
import { settledRanges } from './settled-ranges.ts';
import { UNKNOWN_LIFE } from './symbol-life.ts';
import { WrittenCounts } from './written-counts.ts';

export interface SyncOptions {
  readonly source: CandleSource;
  readonly store: CandleStore;
  readonly series: Series;
  /** Open times wanted. The end may lie in the future: what has not closed yet is simply not there. */
  readonly range: TimeRange;
  /** What is settled there is not asked for; what turns out to be absent is noted there. */
  readonly absences?: AbsenceLedger;
  readonly clock?: Clock;
  /** In candles of the grid, stored or known to be absent. */
  readonly onProgress?: ProgressListener;
  readonly signal?: AbortSignal;
  /** Gaps of an earlier report: the exchange has nothing there and is not asked again. */
  readonly confirmedGaps?: readonly Gap[];
  /** Candles a write; 10,000 unless told. */
  readonly portionRows?: number;
}

/** What a sync did. */
export interface SyncReport {
  readonly series: Series;
  /** What was asked of the source because it was not stored. */
  readonly asked: readonly TimeRange[];
  readonly received: number;
  readonly added: number;
  readonly unchanged: number;
  readonly revised: number;
  /** Gaps in the range that the exchange has nothing for. */
  readonly gaps: readonly Gap[];
  /** Of what is stored now, in the range or not. */
  readonly candles: number;
  readonly firstOpenTimeMs: number | null;
  readonly lastOpenTimeMs: number | null;
}

/**
 * Fetches what is missing of one series from one source, and stores it in ascending portions: {@link syncAll} without archives, for a
 * process that keeps a store current. Work that was interrupted at any moment goes on where it stopped, and doing it again changes
 * nothing.
 *
 * @throws whatever source or store throw, or the signal's reason; what was stored until then stays
 */
export async function syncSeries(options: SyncOptions): Promise<SyncReport> {
  const { source, store, series, range, absences, signal, clock = systemClock, portionRows = 10_000, confirmedGaps = [] } = options;
  const settled = settledRanges((await absences?.absences(series)) ?? []);
  const asked = coverageToMissing(await store.coverage(series), range, [...settled, ...confirmedGaps]);
  const written = new WrittenCounts();
  const progress = new SlotProgress(asked, options);
  for (const piece of asked) {
    const onReached = (reachedMs: number): void => progress.reached(piece, reachedMs);
    await restToStore({ source, store, absences, clock, signal, portionRows, counts: written, onReached }, series, piece, UNKNOWN_LIFE);
    progress.finished(piece);
  }
  const { received, added, unchanged, revised } = written;
  const { gaps, candles, firstOpenTimeMs, lastOpenTimeMs } = await store.coverage(series);
  const inRange = gaps.filter((gap) => gap.fromMs < range.toMs && gap.toMs > range.fromMs);
  return { series, asked, received, added, unchanged, revised, gaps: inRange, candles, firstOpenTimeMs, lastOpenTimeMs };
}

/** Progress over several pieces, counted in slots of the grid: a gap counts as soon as it is passed. */
class SlotProgress {
  readonly #options: SyncOptions;
  readonly #nowMs: number;
  readonly #total: number;
  #finished = 0;

  constructor(pieces: readonly TimeRange[], options: SyncOptions) {
    this.#options = options;
    this.#nowMs = (options.clock ?? systemClock).nowMs();
    this.#total = pieces.reduce((sum, piece) => sum + this.#slots(piece), 0);
    this.#tell(0);
  }

  reached(piece: TimeRange, reachedMs: number): void {
    this.#tell(this.#finished + this.#slots({ fromMs: piece.fromMs, toMs: reachedMs }));
  }

  finished(piece: TimeRange): void {
    this.#finished += this.#slots(piece);
    this.#tell(this.#finished);
  }

  #slots({ fromMs, toMs }: TimeRange): number {
    const { interval } = this.#options.series;
    return Math.max(0, slotOf(Math.min(toMs, this.#nowMs), interval) - slotOf(fromMs, interval));
  }

  #tell(done: number): void {
    const total = this.#total;
    this.#options.onProgress?.({ label: seriesKey(this.#options.series), done: Math.min(done, total), total, unit: 'candles' });
  }
}
