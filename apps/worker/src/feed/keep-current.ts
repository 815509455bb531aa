import {
  type CandleBatch, type CandleStore, type Clock, followingOpenTime, openTimeOf, seriesKey, type TimeRange, type WriteReport,
} from '@wick/core';
import type { FeedGroup } from './feed-group.ts';
import type { FeedState } from './feed-state.ts';
import { untilItWorks } from './retry.ts';

/** What happens on the way, for logs and metrics. */
export interface FeedEvents {
  phase(feed: FeedState): void;
  written(feed: FeedState, report: WriteReport): void;
  /** A candle came that does not follow the newest stored one; what is missing between them is fetched first. */
  hole(feed: FeedState, range: TimeRange): void;
  failed(feed: FeedState | null, error: unknown, retryInMs: number | null): void;
}

export interface KeepCurrentOptions extends Pick<FeedGroup, 'live' | 'sync'> {
  readonly feeds: readonly FeedState[];
  readonly sinceMs: number;
  readonly store: CandleStore;
  readonly clock: Clock;
  readonly events: FeedEvents;
  readonly signal: AbortSignal;
}

/**
 * Keeps series up to date until the signal aborts: history first, then each candle as it closes.
 *
 * Nothing is lost between the two, nor while the exchange or the database is away: a candle that does not follow the
 * newest stored one shows a hole, and the hole is fetched before the candle is written. So live candles of a series
 * whose history is still being fetched can be left alone. Writes are repeated until they succeed.
 */
export async function keepCurrent(options: KeepCurrentOptions): Promise<void> {
  const { feeds, signal } = options;
  // Histories are fetched one after another: they share one request budget, and the first is complete soonest.
  const histories = (async () => {
    for (const feed of feeds) await backfill(feed, options);
  })();
  await Promise.all([histories, followLive(options)]).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}

async function backfill(feed: FeedState, options: KeepCurrentOptions): Promise<void> {
  const { store, sync, sinceMs, clock, events, signal } = options;
  enter(feed, 'backfilling', events);
  try {
    await retry(feed, options, async () => {
      const report = await sync(feed.series, { fromMs: sinceMs, toMs: clock.nowMs() }, signal);
      events.written(feed, report);
      feed.lastOpenTimeMs = (await store.coverage(feed.series)).lastOpenTimeMs;
    });
    enter(feed, 'live', events);
  } catch (error) {
    if (signal.aborted) throw error;
    feed.failure = error instanceof Error ? error.message : String(error);
    enter(feed, 'failed', events);
    events.failed(feed, error, null);
  }
}

async function followLive(options: KeepCurrentOptions): Promise<void> {
  const { feeds, live, clock, events, signal } = options;
  const byKey = new Map(feeds.map((feed) => [feed.key, feed]));
  await untilItWorks(
    async () => {
      const batches = live.closedCandles(feeds.map((feed) => feed.series), { signal });
      for await (const batch of batches) {
        const feed = byKey.get(seriesKey(batch.series));
        if (feed?.phase === 'live') await append(feed, batch, options);
      }
      signal.throwIfAborted();
      throw new Error(`${live.name} ended`);
    },
    { clock, signal, onFailure: (error, waitMs) => events.failed(null, error, waitMs) },
  );
}

/** Writes a live batch, and first what is missing before it. */
async function append(feed: FeedState, batch: CandleBatch, options: KeepCurrentOptions): Promise<void> {
  const { store, live, sync, sinceMs, events, signal } = options;
  const firstMs = batch.openTimeMs[0];
  if (firstMs === undefined) return;
  const { interval } = feed.series;
  const expectedMs = feed.lastOpenTimeMs === null ? openTimeOf(sinceMs, interval) : followingOpenTime(feed.lastOpenTimeMs, interval);
  await retry(feed, options, async () => {
    if (firstMs > expectedMs) {
      const hole = { fromMs: expectedMs, toMs: firstMs };
      events.hole(feed, hole);
      events.written(feed, await sync(feed.series, hole, signal));
    }
    events.written(feed, await store.write(batch, live.name));
    feed.lastOpenTimeMs = Math.max(batch.openTimeMs[batch.length - 1]!, feed.lastOpenTimeMs ?? 0);
  });
}

const retry = (feed: FeedState, { clock, signal, events }: KeepCurrentOptions, work: () => Promise<void>): Promise<void> =>
  untilItWorks(work, { clock, signal, onFailure: (error, waitMs) => events.failed(feed, error, waitMs) });

function enter(feed: FeedState, phase: FeedState['phase'], events: FeedEvents): void {
  feed.phase = phase;
  events.phase(feed);
}
