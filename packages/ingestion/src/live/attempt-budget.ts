import { type Clock, MINUTE_MS } from '@wick/core';

const WINDOW_MS = 5 * MINUTE_MS;

/** Connection attempts, at most so many in any five minutes, whoever makes them. Binance counts those of one address together. */
export class AttemptBudget {
  readonly #clock: Clock;
  readonly #most: number;
  readonly #timesMs: number[] = [];

  constructor(clock: Clock, most: number) {
    this.#clock = clock;
    this.#most = most;
  }

  /** Waits until another attempt is allowed, and counts it. Rejects with the signal's reason. */
  async take(signal: AbortSignal): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      const nowMs = this.#clock.nowMs();
      while (this.#timesMs[0]! <= nowMs - WINDOW_MS) this.#timesMs.shift();
      if (this.#timesMs.length < this.#most) break;
      await this.#clock.sleep(this.#timesMs[0]! + WINDOW_MS - nowMs, signal);
    }
    this.#timesMs.push(this.#clock.nowMs());
  }
}
