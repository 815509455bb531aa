import {
  type CandleBatch, type CandleSource, type CandleStore, type Clock, type Gap, type ProgressListener, type Series, seriesKey, slotOf,
  systemClock, type TimeRange,
} from '@wick/core';
import { joinBatches } from '../candle/join-batches.ts';
import { coverageToMissing } from './coverage-to-missing.ts';

export interface SyncOptions {
  readonly source: CandleSource;
  readonly store: CandleStore;
  readonly series: Series;
  /** Open times wanted. The end may lie in the future: what has not closed yet is simply not there. */
  readonly range: TimeRange;
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
 * Fetches what is missing of a range and stores it in ascending portions, so work that was interrupted at any moment goes
 * on where it stopped, and doing it again changes nothing.
 *
 * @throws whatever source or store throw, or the signal's reason; what was stored until then stays
 */
export async function syncSeries(options: SyncOptions): Promise<SyncReport> {
  const { source, store, series, range, signal } = options;
  const before = await store.coverage(series);
  const asked = coverageToMissing(before, range, options.confirmedGaps);
  const counts = { received: 0, added: 0, unchanged: 0, revised: 0 };
  const progress = new SlotProgress(asked, options);

  for (const piece of asked) {
    const fetched = source.candles(series, piece, signal ? { signal } : {});
    for await (const batch of portions(fetched, options.portionRows ?? 10_000)) {
      const report = await store.write(batch, source.name);
      for (const name of Object.keys(counts) as (keyof typeof counts)[]) counts[name] += report[name];
      progress.reached(piece, batch.openTimeMs.at(-1)!);
      signal?.throwIfAborted();
    }
    progress.finished(piece);
  }

  const { gaps, candles, firstOpenTimeMs, lastOpenTimeMs } = await store.coverage(series);
  const inRange = gaps.filter((gap) => gap.fromMs < range.toMs && gap.toMs > range.fromMs);
  return { series, asked, ...counts, gaps: inRange, candles, firstOpenTimeMs, lastOpenTimeMs };
}

/** Small batches joined to fewer, larger writes. */
async function* portions(batches: AsyncIterable<CandleBatch>, rows: number): AsyncGenerator<CandleBatch> {
  let waiting: CandleBatch[] = [];
  let count = 0;
  for await (const batch of batches) {
    if (batch.length === 0) continue;
    waiting.push(batch);
    count += batch.length;
    if (count < rows) continue;
    yield joinBatches(waiting);
    waiting = [];
    count = 0;
  }
  if (count > 0) yield joinBatches(waiting);
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

  reached(piece: TimeRange, openTimeMs: number): void {
    this.#tell(this.#finished + this.#slots({ fromMs: piece.fromMs, toMs: openTimeMs }) + 1);
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
