import { type CandleBatch, type CandleStore, type Clock, isWickError } from '@wick/core';
import { atMost } from './at-most.ts';
import type { FeedEvents } from './feed-events.ts';
import type { FeedGroup } from './feed-group.ts';
import { expectedOpenTimeMs, type FeedState, stored } from './feed-state.ts';
import { LiveWriter } from './live-writer.ts';
import { untilItWorks } from './retry.ts';

export interface KeepCurrentOptions extends Pick<FeedGroup, 'live' | 'sync'> {
  readonly feeds: readonly FeedState[];
  readonly sinceMs: number;
  readonly store: CandleStore;
  readonly clock: Clock;
  readonly events: FeedEvents;
  readonly signal: AbortSignal;
}

/** Series that are fetched at the same time: they share one request budget, and the first ones are complete soonest. */
const FETCHES_AT_ONCE = 4;

/**
 * Keeps series up to date until the signal aborts: history first, then each candle as it closes.
 *
 * Nothing is lost between the two, nor while the exchange or the database is away: a candle that does not follow the
 * newest stored one shows a hole, and the hole is fetched before the candle is written. Meanwhile, and while its history is
 * being fetched, a series holds the newest live candle alone, and the others go on. Writes are repeated until they succeed.
 */
export function keepCurrent(options: KeepCurrentOptions): Promise<void> {
  return new Keeper(options).run();
}

class Keeper {
  readonly #options: KeepCurrentOptions;
  readonly #writer: LiveWriter;
  readonly #inTurn = atMost(FETCHES_AT_ONCE);
  readonly #mending = new Set<Promise<void>>();

  constructor(options: KeepCurrentOptions) {
    this.#options = options;
    const { store, live, sinceMs, feeds, clock, events, signal } = options;
    this.#writer = new LiveWriter({
      store, sinceMs, feeds, clock, events, signal,
      source: live.name,
      onHole: (feed) => this.#startMending(feed),
    });
  }

  async run(): Promise<void> {
    const { feeds, signal } = this.#options;
    const histories = feeds.map((feed) => this.#backfill(feed));
    const all = [...histories, this.#followLive(), this.#writer.run()];
    try {
      await Promise.all(all);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
    // Writes that are under way are finished.
    await Promise.allSettled([...all, ...this.#mending]);
  }

  async #followLive(): Promise<void> {
    const { feeds, live, clock, events, signal } = this.#options;
    await untilItWorks(
      async () => {
        for await (const batch of live.closedCandles(feeds.map((feed) => feed.series), { signal })) await this.#writer.put(batch);
        signal.throwIfAborted();
        throw new Error(`${live.name} ended`);
      },
      { clock, signal, onFailure: (error, waitMs) => events.failed(null, error, waitMs) },
    );
  }

  async #backfill(feed: FeedState): Promise<void> {
    const { store, sync, sinceMs, clock, events, signal } = this.#options;
    try {
      await this.#retry(feed, () =>
        this.#inTurn(async () => {
          signal.throwIfAborted();
          if (feed.phase !== 'backfilling') enter(feed, 'backfilling', events);
          const report = await sync(feed.series, { fromMs: sinceMs, toMs: clock.nowMs() }, signal);
          events.written(feed, report);
          feed.lastOpenTimeMs = (await store.coverage(feed.series)).lastOpenTimeMs;
        }),
      );
    } catch (error) {
      signal.throwIfAborted();
      return this.#fail(feed, error);
    }
    enter(feed, 'live', events);
    this.#startMending(feed);
  }

  #startMending(feed: FeedState): void {
    const mending = this.#mend(feed)
      .catch(() => undefined) // The signal's reason: all else is told where it happens.
      .finally(() => this.#mending.delete(mending));
    this.#mending.add(mending);
  }

  /** Writes what a series holds, and first what is missing before it; again while more has come meanwhile. */
  async #mend(feed: FeedState): Promise<void> {
    const { signal, events } = this.#options;
    feed.isMending = true;
    for (let batch = feed.held; batch && feed.phase === 'live'; batch = feed.held) {
      feed.held = null;
      const newest = batch;
      try {
        await this.#retry(feed, () => this.#inTurn(() => this.#fetchBefore(newest, feed)));
      } catch (error) {
        signal.throwIfAborted();
        // A damaged candle is not the end: the next one will show it as missing.
        if (isWickError(error) && error.code === 'CANDLES_DAMAGED') events.failed(feed, error, null);
        else this.#fail(feed, error);
      }
    }
    feed.isMending = false;
  }

  async #fetchBefore(batch: CandleBatch, feed: FeedState): Promise<void> {
    const { store, live, sync, sinceMs, events, signal } = this.#options;
    signal.throwIfAborted();
    const hole = { fromMs: expectedOpenTimeMs(feed, sinceMs), toMs: batch.openTimeMs[0]! };
    if (hole.fromMs < hole.toMs) {
      events.hole(feed, hole);
      events.written(feed, await sync(feed.series, hole, signal));
    }
    events.written(feed, await store.write(batch, live.name), batch.closeTimeMs[batch.length - 1]);
    stored(feed, batch);
  }

  /** For what no retry can mend. */
  #fail(feed: FeedState, error: unknown): void {
    const { events } = this.#options;
    feed.failure = error instanceof Error ? error.message : String(error);
    enter(feed, 'failed', events);
    events.failed(feed, error, null);
  }

  #retry(feed: FeedState, work: () => Promise<void>): Promise<void> {
    const { clock, signal, events } = this.#options;
    return untilItWorks(work, { clock, signal, onFailure: (error, waitMs) => events.failed(feed, error, waitMs) });
  }
}

function enter(feed: FeedState, phase: FeedState['phase'], events: FeedEvents): void {
  feed.phase = phase;
  events.phase(feed);
}
