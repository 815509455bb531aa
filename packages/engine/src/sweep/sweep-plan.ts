import type { CombinationsSpec, Frame } from '@wick/core';
import { createKernelHeap } from './kernel/simd-heap.ts';
import { placesToPortion, type SweepJob } from './portion.ts';
import { runPortion } from './run-portion.ts';
import { createSweepJob, jobToPortions, type PortionBounds, type SweepOptions } from './sweep-job.ts';
import { barsOf, type RunSweepOptions, type SweepTask } from './sweep-run.ts';
import { createSweepThreads } from './sweep-threads.ts';

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
