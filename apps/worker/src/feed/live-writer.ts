import { type CandleBatch, type CandleStore, type Clock, isWickError, seriesKey, type WriteReport } from '@wick/core';
import type { FeedEvents } from './feed-events.ts';
import { expectedOpenTimeMs, type FeedState, stored } from './feed-state.ts';
import { untilItWorks } from './retry.ts';

export interface LiveWriterOptions {
  readonly feeds: readonly FeedState[];
  readonly store: CandleStore;
  /** Name of the source, for provenance. */
  readonly source: string;
  readonly sinceMs: number;
  readonly clock: Clock;
  readonly events: FeedEvents;
  readonly signal: AbortSignal;
  /** Called for a series that is live when something is missing before its newest batch, which it holds. */
  readonly onHole: (feed: FeedState) => void;
}

/** Candles that may wait for the database. Then the stream is not read any further. */
const MOST_WAITING = 4_096;

/**
 * Live candles on their way into the store. At the end of a minute hundreds come within a second: whatever waits when a
 * write is over makes up the next one, so that nothing is held back and few writes are made.
 */
export class LiveWriter {
  readonly #options: LiveWriterOptions;
  readonly #feeds: ReadonlyMap<string, FeedState>;
  #waiting: CandleBatch[] = [];
  #candles = 0;
  #readable = Promise.withResolvers<void>();
  #writable = Promise.withResolvers<void>();

  constructor(options: LiveWriterOptions) {
    this.#options = options;
    this.#feeds = new Map(options.feeds.map((feed) => [feed.key, feed]));
    options.signal.addEventListener('abort', () => {
      this.#readable.resolve();
      this.#writable.resolve();
    }, { once: true });
  }

  /** Takes a batch as soon as there is room. Rejects with the signal's reason. */
  async put(batch: CandleBatch): Promise<void> {
    const { signal } = this.#options;
    signal.throwIfAborted();
    while (this.#candles >= MOST_WAITING) {
      await this.#writable.promise;
      signal.throwIfAborted();
    }
    const feed = this.#feeds.get(seriesKey(batch.series));
    if (!feed || batch.length === 0) return;
    this.#waiting.push(batch);
    this.#candles += batch.length;
    feed.waitingCandles += batch.length;
    this.#readable.resolve();
  }

  /** Writes until the signal aborts, with whose reason it rejects; the write that is under way is finished first. */
  async run(): Promise<void> {
    const { signal } = this.#options;
    for (;;) {
      signal.throwIfAborted();
      if (this.#waiting.length === 0) {
        this.#readable = Promise.withResolvers();
        await this.#readable.promise;
        continue;
      }
      const round = this.#takeRound();
      await this.#write(round.filter(({ feed, batch }) => this.#isNext(feed, batch)));
      for (const { feed, batch } of round) {
        this.#candles -= batch.length;
        feed.waitingCandles -= batch.length;
      }
      this.#writable.resolve();
      this.#writable = Promise.withResolvers();
    }
  }

  /** The oldest batch of each series. */
  #takeRound(): Pending[] {
    const round = new Map<string, Pending>();
    const later: CandleBatch[] = [];
    for (const batch of this.#waiting) {
      const key = seriesKey(batch.series);
      if (round.has(key)) later.push(batch);
      else round.set(key, { feed: this.#feeds.get(key)!, batch });
    }
    this.#waiting = later;
    return [...round.values()];
  }

  /** May it be written? If not, the series holds it for later. */
  #isNext(feed: FeedState, batch: CandleBatch): boolean {
    const [firstMs, lastMs] = [batch.openTimeMs[0]!, batch.openTimeMs[batch.length - 1]!];
    if (feed.phase === 'live') {
      // A correction of what is stored waits for nothing.
      if (lastMs <= (feed.lastOpenTimeMs ?? -Infinity)) return true;
      if (!feed.isMending && firstMs <= expectedOpenTimeMs(feed, this.#options.sinceMs)) return true;
    }
    if (firstMs > (feed.held?.openTimeMs[0] ?? -Infinity)) feed.held = batch;
    if (feed.phase === 'live' && !feed.isMending) this.#options.onHole(feed);
    return false;
  }

  async #write(round: readonly Pending[]): Promise<void> {
    if (round.length === 0) return;
    const { store, source } = this.#options;
    try {
      const reports = await this.#untilItWorks(round.length === 1 ? round[0]!.feed : null, () =>
        store.writeAll(round.map(({ batch }) => batch), source),
      );
      round.forEach((pending, index) => this.#written(pending, reports[index]!));
    } catch (error) {
      if (!isWickError(error) || error.code !== 'CANDLES_DAMAGED') throw error;
      await this.#writeEach(round);
    }
  }

  /** One of them is damaged: it must not keep the others out. Its series will show a hole, which is fetched. */
  async #writeEach(round: readonly Pending[]): Promise<void> {
    const { store, source, events } = this.#options;
    for (const pending of round) {
      try {
        this.#written(pending, await this.#untilItWorks(pending.feed, () => store.write(pending.batch, source)));
      } catch (error) {
        if (!isWickError(error) || error.code !== 'CANDLES_DAMAGED') throw error;
        events.failed(pending.feed, error, null);
      }
    }
  }

  #written({ feed, batch }: Pending, report: WriteReport): void {
    stored(feed, batch);
    this.#options.events.written(feed, report, batch.closeTimeMs[batch.length - 1]);
  }

  #untilItWorks<Result>(feed: FeedState | null, work: () => Promise<Result>): Promise<Result> {
    const { clock, signal, events } = this.#options;
    return untilItWorks(work, { clock, signal, onFailure: (error, waitMs) => events.failed(feed, error, waitMs) });
  }
}

interface Pending {
  readonly feed: FeedState;
  readonly batch: CandleBatch;
}
