import type { CandleBatch } from '@wick/core';

/** Batches on their way to one reader, with at most `capacity` candles in all: who has more must wait, or come back later. */
export class BatchQueue {
  readonly #capacity: number;
  readonly #batches: CandleBatch[] = [];
  #candles = 0;
  #readable = Promise.withResolvers<void>();
  #writable = Promise.withResolvers<void>();

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Candles that wait. */
  get candles(): number {
    return this.#candles;
  }

  /** false if there is no room. A batch larger than all the room there is goes in alone. */
  offer(batch: CandleBatch): boolean {
    if (this.#candles > 0 && this.#candles + batch.length > this.#capacity) return false;
    this.#batches.push(batch);
    this.#candles += batch.length;
    this.#readable.resolve();
    return true;
  }

  /** Waits for room. Rejects with the signal's reason. */
  async put(batch: CandleBatch, signal: AbortSignal): Promise<void> {
    while (!this.offer(batch)) await orAborted(this.#writable.promise, signal);
  }

  /** The next batch; undefined when the signal has aborted. */
  async take(signal: AbortSignal): Promise<CandleBatch | undefined> {
    while (this.#batches.length === 0) {
      if (signal.aborted) return undefined;
      this.#readable = Promise.withResolvers<void>();
      await orAborted(this.#readable.promise, signal).catch(() => undefined);
    }
    const batch = this.#batches.shift()!;
    this.#candles -= batch.length;
    this.#writable.resolve();
    this.#writable = Promise.withResolvers<void>();
    return batch;
  }
}

/** Waits for something without leaving a listener behind on a signal that lives on. */
async function orAborted(waited: Promise<void>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const aborted = Promise.withResolvers<never>();
  const abort = (): void => aborted.reject(signal.reason as Error);
  signal.addEventListener('abort', abort, { once: true });
  try {
    await Promise.race([waited, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
