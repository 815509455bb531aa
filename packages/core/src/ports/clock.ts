import { setTimeout as delay } from 'node:timers/promises';

/** Time as a dependency, so that tests drive it instead of waiting. */
export interface Clock {
  /** Epoch milliseconds UTC. */
  nowMs(): number;
  /** Resolves after `durationMs`; rejects with the signal's reason when it aborts. */
  sleep(durationMs: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  sleep: (durationMs, signal) => delay(durationMs, undefined, signal ? { signal } : {}),
};
