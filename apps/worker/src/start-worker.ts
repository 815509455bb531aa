import { type CandleStore, type Clock, WickError } from '@wick/core';
import type { Logger } from 'pino';
import type { FeedEvents } from './feed/feed-events.ts';
import type { FeedGroup } from './feed/feed-group.ts';
import { createFeedState, type FeedState } from './feed/feed-state.ts';
import { keepCurrent } from './feed/keep-current.ts';
import { whyNotReady } from './feed/readiness.ts';
import { createServer } from './http/server.ts';
import { createMetrics, type ExchangeCounts, type WorkerMetrics } from './metrics/metrics.ts';

export interface WorkerParts {
  readonly groups: readonly FeedGroup[];
  readonly sinceMs: number;
  readonly host: string;
  readonly port: number;
  readonly store: CandleStore;
  /** Rejects while the database cannot answer. */
  readonly pingDatabase: () => Promise<unknown>;
  readonly exchange: ExchangeCounts;
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface RunningWorker {
  /** Where the HTTP server listens, such as `http://127.0.0.1:8080`. */
  readonly address: string;
  readonly feeds: readonly FeedState[];
  /** Resolves when the feeds have ended: after `stop`, or never. Rejects if they broke down for good. */
  readonly ended: Promise<void>;
  /** Ends feeds and server; what is being written is finished first. */
  stop(): Promise<void>;
}

/** Joins feeds, metrics and HTTP server. The store stays open: it belongs to the caller. */
export async function startWorker(parts: WorkerParts): Promise<RunningWorker> {
  const { clock, logger } = parts;
  const groups = parts.groups.map((group) => ({ ...group, feeds: group.series.map(createFeedState) }));
  const feeds = groups.flatMap((group) => group.feeds);
  const metrics = createMetrics({ feeds, exchange: parts.exchange, nowMs: () => clock.nowMs() });
  const server = createServer({
    registry: metrics.registry,
    whyNotReady: async () => {
      return [await whyNoDatabase(parts), ...feeds.map((feed) => whyNotReady(feed, clock.nowMs()))].filter((reason) => reason !== null);
    },
  });
  const address = await server.listen({ host: parts.host, port: parts.port });
  logger.info({ address, series: feeds.map((feed) => feed.key) }, 'worker started');

  const interruption = new AbortController();
  const events = reportEvents(logger, metrics, clock);
  const { store, sinceMs } = parts;
  const { signal } = interruption;
  const ended = Promise.all(groups.map((group) => keepCurrent({ ...group, store, sinceMs, clock, events, signal }))).then(() => {});
  return {
    address,
    feeds,
    ended,
    stop: async () => {
      interruption.abort(new DOMException('the worker stops', 'AbortError'));
      await ended.catch(() => {});
      await server.close();
      logger.info('worker stopped');
    },
  };
}

/** So long may the database take to answer: one that holds its connections and says nothing is as good as none. */
const PING_WITHIN_MS = 5_000;

async function whyNoDatabase({ pingDatabase, clock }: Pick<WorkerParts, 'pingDatabase' | 'clock'>): Promise<string | null> {
  const reason = 'the database does not answer';
  const answered = new AbortController();
  const answer = pingDatabase().then(() => null, () => reason);
  const deadline = clock.sleep(PING_WITHIN_MS, answered.signal).then(() => reason, () => null);
  return Promise.race([answer, deadline]).finally(() => answered.abort());
}

/** Every event becomes a log line and a number. */
function reportEvents(logger: Logger, metrics: WorkerMetrics, clock: Clock): FeedEvents {
  return {
    phase: (feed) => logger.info({ series: feed.key, phase: feed.phase, lastOpenTimeMs: feed.lastOpenTimeMs }, 'feed phase'),
    written: (feed, { added, unchanged, revised }, closeTimeMs) => {
      if (closeTimeMs !== undefined) metrics.liveDelay.observe(Math.max(0, clock.nowMs() - closeTimeMs) / 1_000);
      for (const [change, count] of Object.entries({ added, unchanged, revised })) {
        metrics.candlesWritten.inc({ series: feed.key, change }, count);
      }
      logger.debug({ series: feed.key, added, unchanged, revised, closeTimeMs }, 'candles written');
    },
    hole: (feed, range) => {
      metrics.holes.inc({ series: feed.key });
      logger.info({ series: feed.key, ...range }, 'fetching what is missing before a live candle');
    },
    failed: (feed, error, retryInMs) => {
      const code = error instanceof WickError ? error.code : 'UNEXPECTED';
      metrics.errors.inc({ series: feed?.key ?? 'live', code });
      logger[retryInMs === null ? 'error' : 'warn']({ series: feed?.key, error, retryInMs }, 'failed');
    },
  };
}
