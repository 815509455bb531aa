import { type Clock, WickError } from '@wick/core';

/** Waits between attempts: doubling from the first to the longest. */
export const FIRST_WAIT_MS = 1_000;
export const LONGEST_WAIT_MS = 30_000;

/** Codes that say the same however often one asks. */
const PERMANENT: ReadonlySet<string> = new Set([
  'SYMBOL_UNKNOWN', 'INTERVAL_UNKNOWN', 'OPTION_INVALID', 'DATABASE_UNSUPPORTED', 'CANDLES_DAMAGED',
]);

export const isPermanent = (error: unknown): boolean => error instanceof WickError && PERMANENT.has(error.code);

/**
 * Repeats a piece of work until it succeeds, with growing waits.
 * @throws what the work throws if that is permanent, or the signal's reason when it aborts
 */
export async function untilItWorks<Result>(
  work: () => Promise<Result>,
  options: { clock: Clock; signal: AbortSignal; onFailure: (error: unknown, waitMs: number) => void },
): Promise<Result> {
  for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)) {
    options.signal.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      if (options.signal.aborted || isPermanent(error)) throw error;
      options.onFailure(error, waitMs);
      await options.clock.sleep(waitMs, options.signal);
    }
  }
}
