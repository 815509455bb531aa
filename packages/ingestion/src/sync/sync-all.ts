import { type Gap, isWickError, type Series, systemClock, type WickError } from '@wick/core';
import PQueue from 'p-queue';
import { inParallel } from './in-parallel.ts';
import { type PlannedSeries, type PlanOptions, type PlanOutcome, planSync } from './plan-sync.ts';
import { type SeriesWork, syncOne } from './sync-one.ts';
import { SyncBoard, type SyncProgress } from './sync-progress.ts';

export interface SyncAllOptions extends PlanOptions {
  /** Told once, before the work begins. */
  readonly onPlan?: (plans: readonly PlanOutcome[]) => void;
  readonly onProgress?: (progress: SyncProgress) => void;
  /** Archive files that are downloaded, decoded and written at the same time; 4 unless told. Each takes up the memory of a month. */
  readonly concurrency?: number;
  /** Candles a write of what REST gives; 10,000 unless told. */
  readonly portionRows?: number;
}

/** What a sync did for one series, and what is stored of it now. */
export interface SeriesReport extends Omit<SeriesWork, 'counts' | 'error'> {
  readonly series: Series;
  readonly received: number;
  readonly added: number;
  readonly unchanged: number;
  readonly revised: number;
  /** Candles of archives that contradict what is stored, which stayed. */
  readonly kept: number;
  /** Gaps in the range: what the exchange has nothing for, and what could not be had. */
  readonly gaps: readonly Gap[];
  /** Of what is stored now, in the range or not. */
  readonly candles: number;
  readonly firstOpenTimeMs: number | null;
  readonly lastOpenTimeMs: number | null;
  readonly notes: readonly string[];
}

/** A series that failed may have been stored in part; its next sync goes on from there. */
export type SyncOutcome = SeriesReport | (Partial<SeriesReport> & { readonly series: Series; readonly error: WickError });

/** A symbol that waits for something holds up nobody but one in sixteen. */
const SERIES_AT_ONCE = 16;

/**
 * Brings many series up to date, side by side, the cheapest way: whole months and days from archives, checked day by day
 * against the exchange's own candles, everything else from REST. What the exchange has nothing for is noted, and not
 * asked for again.
 *
 * Interrupted at any moment, even by the end of the process, it goes on where it was; done again, or by two processes at once, it
 * comes to the same candles. A series that fails gets its error; the others go on.
 *
 * @throws whatever store and ledgers throw, or the signal's reason; what was stored until then stays
 */
export async function syncAll(options: SyncAllOptions): Promise<SyncOutcome[]> {
  const plans = await planSync(options);
  options.onPlan?.(plans);
  return carryOut(options, plans);
}

/** The second half of {@link syncAll}, for plans that somebody has looked at. */
export async function carryOut(options: SyncAllOptions, plans: readonly PlanOutcome[]): Promise<SyncOutcome[]> {
  const { concurrency = 4, clock = systemClock, portionRows = 10_000, source, store, bucket, absences, archives, signal } = options;
  const planned = plans.filter((plan): plan is PlannedSeries => !('error' in plan));
  const board = new SyncBoard(plans.length, planned.reduce((sum, { missing }) => sum + missing, 0), options.onProgress);
  const tools = {
    source, store, bucket, absences, archives, clock, signal, portionRows, board,
    files: new PQueue({ concurrency }),
    filesPerSeries: Math.max(1, Math.ceil(concurrency / Math.min(2, planned.length || 1))),
  };
  return inParallel(plans, SERIES_AT_ONCE, async (plan): Promise<SyncOutcome> => {
    if ('error' in plan) {
      board.finished(true);
      return plan;
    }
    signal?.throwIfAborted();
    const work = await syncOne(tools, plan);
    board.finished(work.error !== undefined);
    return report(options, plan, work);
  });
}

async function report({ store }: SyncAllOptions, { series, range, notes }: PlannedSeries, work: SeriesWork): Promise<SyncOutcome> {
  const { counts: { received, added, unchanged, revised, kept }, error, ...rest } = work;
  const { gaps, candles, firstOpenTimeMs, lastOpenTimeMs } = await store.coverage(series);
  const done: SeriesReport = {
    series, received, added, unchanged, revised, kept, ...rest, candles, firstOpenTimeMs, lastOpenTimeMs, notes,
    gaps: gaps.filter((gap) => gap.fromMs < range.toMs && gap.toMs > range.fromMs),
  };
  return error && isWickError(error) ? { ...done, error } : done;
}
