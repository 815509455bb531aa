import { Worker } from 'node:worker_threads';
import type { PortionColumns } from './run-portion.ts';
import type { PortionBounds } from './sweep-job.ts';
import { barsOf, type RunSweepOptions, type SweepTask } from './sweep-run.ts';

/** To a thread: compute the places `from` to `to`. */
export interface PortionRequest {
  readonly index: number;
  readonly from: number;
  readonly to: number;
}

export interface PortionAnswer {
  readonly index: number;
  readonly columns: PortionColumns;
}

/** What a thread begins with. */
export interface ThreadData {
  readonly task: SweepTask;
  /** One number a thread, which it alone writes: bars of combinations that it has done. */
  readonly done: Float64Array;
  readonly thread: number;
}

/** Beside this file, from sources as in a package. */
const workerFile = (): URL => new URL(import.meta.url.endsWith('.ts') ? './sweep-worker.ts' : './sweep-worker.js', import.meta.url);

const PROGRESS_MS = 200;

/**
 * Threads that take one portion after another. The candles lie in memory that all of them read; each portion's columns come
 * back as they are. Which thread computes what changes nothing in them.
 */
export function createSweepThreads(task: SweepTask, portions: readonly PortionBounds[], options: RunSweepOptions & { readonly threads: number }) {
  const { threads, signal, onPortion, onProgress } = options;
  const done = new Float64Array(new SharedArrayBuffer(threads * 8));
  const shared: SweepTask = { ...task, openTimeMs: toShared(task.openTimeMs), columns: columnsToShared(task.columns) };
  return {
    async run(wanted: readonly number[]): Promise<void> {
      signal?.throwIfAborted();
      const queue = [...wanted];
      const total = barsOf(portions, wanted, task.openTimeMs.length);
      const workers = Array.from({ length: threads }, (_, thread) => {
        const workerData: ThreadData = { task: shared, done, thread };
        return new Worker(workerFile(), { workerData });
      });
      const tell = (): void => onProgress?.({ done: done.reduce((sum, bars) => sum + bars, 0), total });
      const timer = setInterval(tell, PROGRESS_MS);
      const serve = async (worker: Worker): Promise<void> => {
        const failure = failureOf(worker);
        for (let index = queue.shift(); index !== undefined; index = queue.shift()) {
          const { from, to } = portions[index]!;
          const answer = await Promise.race([ask(worker, { index, from, to }, signal), failure]);
          await onPortion(answer.index, answer.columns);
        }
      };
      try {
        await Promise.all(workers.map(serve));
        tell();
      } finally {
        clearInterval(timer);
        await Promise.all(workers.map((worker) => worker.terminate()));
      }
    },
  };
}

/** Rejects when the thread fails or ends, whatever it was doing. */
function failureOf(worker: Worker): Promise<never> {
  const failure = new Promise<never>((_, reject) => {
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`a thread of the sweep ended with ${code}`)));
  });
  // Nobody waits for it any more when the work is done and the threads are ended.
  failure.catch(() => {});
  return failure;
}

function ask(worker: Worker, request: PortionRequest, signal: AbortSignal | undefined): Promise<PortionAnswer> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void): void => {
      worker.off('message', answered);
      signal?.removeEventListener('abort', aborted);
      act();
    };
    const answered = (answer: PortionAnswer): void => settle(() => resolve(answer));
    const aborted = (): void => settle(() => reject(signal!.reason as Error));
    worker.on('message', answered);
    signal?.addEventListener('abort', aborted);
    worker.postMessage(request);
  });
}

function toShared(values: Float64Array): Float64Array {
  if (values.buffer instanceof SharedArrayBuffer) return values;
  const copy = new Float64Array(new SharedArrayBuffer(values.length * 8));
  copy.set(values);
  return copy;
}

/** Columns that are one array stay one. */
function columnsToShared(columns: SweepTask['columns']): SweepTask['columns'] {
  const copies = new Map<Float64Array, Float64Array>();
  const copyOf = (values: Float64Array): Float64Array => {
    const copy = copies.get(values) ?? toShared(values);
    copies.set(values, copy);
    return copy;
  };
  return Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, copyOf(values)])) as unknown as SweepTask['columns'];
}
