import type { CombinationsSpec, Frame, Series } from '@wick/core';
import { createKernelHeap } from './kernel/simd-heap.ts';
import { placesToPortion, type SweepJob } from './portion.ts';
import { type PortionColumns, runPortion } from './run-portion.ts';
import { createSweepJob, jobToPortions, type PortionBounds, type SweepOptions } from './sweep-job.ts';
import { createSweepThreads } from './sweep-threads.ts';

/** How far a sweep is, in bars of combinations. */
export interface SweepProgress {
  readonly done: number;
  readonly total: number;
}

export interface RunSweepOptions {
  /** Default 1: this thread, which then does nothing else. */
  readonly threads?: number;
  /** Portions that are not to be computed, by index: somebody has them already. */
  readonly without?: ReadonlySet<number>;
  readonly signal?: AbortSignal;
  /** Is told of each portion when it is done, in whatever order; the next one waits for it. */
  readonly onPortion: (index: number, columns: PortionColumns) => void | Promise<void>;
  readonly onProgress?: (progress: SweepProgress) => void;
}

/** A sweep of which everything is checked and nothing computed. */
export interface SweepPlan {
  readonly job: SweepJob;
  /** What is computed at a time. Their columns, one after another, are the result. */
  readonly portions: readonly PortionBounds[];
  readonly combinations: number;
  run(options: RunSweepOptions): Promise<void>;
}

export interface PlanSweepOptions extends SweepOptions {
  /** Threads that will work on it, so that all have work to the end. The result does not depend on it. */
  readonly threads?: number;
  /** Portions of an earlier plan of the same sweep, to go on with. */
  readonly portions?: readonly PortionBounds[] | undefined;
}

/** What a thread is told, so that it makes the same job. */
export interface SweepTask {
  readonly series: Series;
  readonly openTimeMs: Float64Array;
  readonly columns: Frame['columns'];
  readonly text: string;
  readonly spec: CombinationsSpec;
  readonly options: SweepOptions;
}

/** @throws WickError as `sweep` does */
export function planSweep(frame: Frame, text: string, spec: CombinationsSpec, options: PlanSweepOptions = {}): SweepPlan {
  const { portions: given, ...own } = options;
  const job = createSweepJob(frame, text, spec, own);
  const portions = given ?? jobToPortions(job, own.memoryMb, own.threads);
  const combinations = portions.reduce((sum, { lanes }) => sum + lanes, 0);
  const { series, openTimeMs, columns } = frame;
  const { metrics, execution, arithmetic } = job;
  const task: SweepTask = { series, openTimeMs, columns, text, spec, options: { metrics, execution, arithmetic, maxCombinations: Infinity } };
  return {
    job,
    portions,
    combinations,
    async run(run) {
      const wanted = portions.flatMap((_, index) => (run.without?.has(index) ? [] : [index]));
      const threads = Math.min(run.threads ?? 1, wanted.length);
      if (threads > 1) await createSweepThreads(task, portions, { ...run, threads }).run(wanted);
      else await runHere(job, portions, wanted, run);
    },
  };
}

async function runHere(job: SweepJob, portions: readonly PortionBounds[], wanted: readonly number[], options: RunSweepOptions): Promise<void> {
  const { signal, onPortion, onProgress } = options;
  const heap = createKernelHeap();
  const total = barsOf(portions, wanted, job.frame.length);
  let done = 0;
  for (const index of wanted) {
    signal?.throwIfAborted();
    const { from, to, lanes } = portions[index]!;
    const progress = onProgress && ((bars: number) => onProgress({ done: done + bars * lanes, total }));
    const columns = runPortion(job, placesToPortion(job, from, to), heap, progress);
    done += lanes * job.frame.length;
    await onPortion(index, columns);
    // Signals and timers have their turn.
    await new Promise(setImmediate);
  }
}

/** The work in some portions: bars × combinations. */
export const barsOf = (portions: readonly PortionBounds[], wanted: readonly number[], bars: number): number =>
  wanted.reduce((sum, index) => sum + portions[index]!.lanes * bars, 0);
