import type { Clock } from '@wick/core';

/**
 * Runs work that must be over in time, however many requests it makes.
 *
 * @param timeout makes the error to reject with when the time is over
 * @param work gets a signal that aborts then, and when the caller's does
 */
export async function withinTime<Result>(
  clock: Clock,
  timeoutMs: number,
  callers: AbortSignal | undefined,
  timeout: () => Error,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  callers?.throwIfAborted();
  const over = new AbortController();
  const finished = new AbortController();
  const signal = callers ? AbortSignal.any([over.signal, callers]) : over.signal;
  clock.sleep(timeoutMs, finished.signal).then(
    () => over.abort(timeout()),
    () => undefined,
  );
  try {
    return await work(signal);
  } finally {
    finished.abort();
  }
}
