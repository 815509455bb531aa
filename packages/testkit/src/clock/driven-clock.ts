import type { Clock } from '@wick/core';

interface Sleeper {
  readonly wakeMs: number;
  readonly background: boolean;
  wake(): void;
}

/**
 * A clock that moves only when it is told to. Whoever sleeps is woken in order of time, then of arrival, and gets
 * a turn of the event loop before the next one wakes, so a loop that sleeps again is woken again within one advance.
 */
export class DrivenClock implements Clock {
  #nowMs: number;
  readonly #sleepers: Sleeper[] = [];
  #holds: Promise<unknown>[] = [];
  #watchers: { readonly count: number; readonly notice: () => void }[] = [];

  /** @param startMs epoch milliseconds UTC */
  constructor(startMs: number) {
    this.#nowMs = startMs;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  sleep(durationMs: number, signal?: AbortSignal): Promise<void> {
    return this.#sleep(durationMs, false, signal);
  }

  /**
   * The same time for those who always sleep, such as a server with heartbeats: their sleep does not count as
   * {@link pending}, as an unref'd timer does not keep Node alive.
   */
  background(): Clock {
    return {
      nowMs: () => this.#nowMs,
      sleep: (durationMs, signal) => this.#sleep(durationMs, true, signal),
    };
  }

  /** Time stands still until `work` is done: for what happens between two ticks but takes real time, such as a network answer. */
  hold(work: Promise<unknown>): void {
    this.#holds.push(work.catch(() => undefined));
  }

  /** How many are asleep. */
  pending(): number {
    return this.#sleepers.reduce((count, sleeper) => count + (sleeper.background ? 0 : 1), 0);
  }

  /** Resolves as soon as at least `count` are asleep: the moment to advance. */
  untilPending(count = 1): Promise<void> {
    if (this.pending() >= count) return Promise.resolve();
    return new Promise((notice) => this.#watchers.push({ count, notice }));
  }

  /** How long until the first of those who count as {@link pending} wakes; undefined if nobody sleeps. */
  nextWakeInMs(): number | undefined {
    const next = this.#sleepers.find((sleeper) => !sleeper.background);
    return next && next.wakeMs - this.#nowMs;
  }

  advance(durationMs: number): Promise<void> {
    return this.advanceTo(this.#nowMs + durationMs);
  }

  /** Moves to `timeMs`, waking everyone who is due on the way at their own time. Never moves back. */
  async advanceTo(timeMs: number): Promise<void> {
    await this.#settle();
    for (let next = this.#sleepers[0]; next && next.wakeMs <= timeMs; next = this.#sleepers[0]) {
      this.#sleepers.shift();
      this.#nowMs = Math.max(this.#nowMs, next.wakeMs);
      next.wake();
      await this.#settle();
    }
    this.#nowMs = Math.max(this.#nowMs, timeMs);
  }

  /**
   * Runs work that sleeps to its end: whenever it sleeps, time jumps to its waking. For work that waits for one thing
   * at a time; where several parties sleep, advance by hand.
   */
  async runUntil<T>(work: Promise<T>): Promise<T> {
    let running = true;
    const done = work.finally(() => (running = false));
    done.catch(() => undefined);
    while (running) {
      await Promise.race([done, this.untilPending()]);
      const stepMs = this.nextWakeInMs();
      if (running && stepMs !== undefined) await this.advance(stepMs);
    }
    return done;
  }

  async #settle(): Promise<void> {
    do {
      const holds = this.#holds;
      this.#holds = [];
      await Promise.all(holds);
      await eventLoopTurn();
    } while (this.#holds.length > 0);
  }

  #sleep(durationMs: number, background: boolean, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason as Error);
      const abort = (): void => {
        this.#sleepers.splice(this.#sleepers.indexOf(sleeper), 1);
        reject(signal?.reason as Error);
      };
      const wake = (): void => {
        signal?.removeEventListener('abort', abort);
        resolve();
      };
      const sleeper: Sleeper = { wakeMs: this.#nowMs + Math.max(0, durationMs), background, wake };
      signal?.addEventListener('abort', abort, { once: true });
      this.#insert(sleeper);
    });
  }

  #insert(sleeper: Sleeper): void {
    const after = this.#sleepers.findLastIndex((other) => other.wakeMs <= sleeper.wakeMs);
    this.#sleepers.splice(after + 1, 0, sleeper);
    const pending = this.pending();
    const due = this.#watchers.filter(({ count }) => count <= pending);
    this.#watchers = this.#watchers.filter(({ count }) => count > pending);
    for (const { notice } of due) notice();
  }
}

const eventLoopTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
