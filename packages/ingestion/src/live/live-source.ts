import {
  type CandleBatch, type CandleSource, type Clock, type LiveCandleSource, type Market, openTimeOf, type Series, systemClock,
} from '@wick/core';
import PQueue from 'p-queue';
import type { BackoffOptions } from '../rest/backoff.ts';
import { AttemptBudget } from './attempt-budget.ts';
import { BatchQueue } from './batch-queue.ts';
import { SeriesFeed } from './series-feed.ts';
import { StreamGroup } from './stream-group.ts';
import { MAX_AGE_MS } from './watched-connection.ts';

export interface LiveSourceOptions {
  readonly market: Market;
  /** Scheme, host and port; Binance's own by default. */
  readonly wsUrl?: string;
  /** Fills what the stream missed. Its clock, if it has one, says what "now" is. */
  readonly rest: CandleSource & { serverTimeMs?(signal?: AbortSignal): Promise<number> };
  readonly clock?: Clock;
  /** How late the message of a close may be before the candle is fetched; 30 s unless told (24 s were seen). */
  readonly lateAfterMs?: number;
  /** A connection without any message for this long is dead, even if it still answers pings; 60 s unless told. */
  readonly silentAfterMs?: number;
  /** Streams a connection; 200 unless told, of the 1024 that are allowed. */
  readonly streamsPerConnection?: number;
  /** Connection attempts in five minutes, all connections together; 150 unless told, of the 300 that one address may make. */
  readonly attemptsPerFiveMinutes?: number;
  /** Series that are fetched from REST at the same time; 8 unless told. The others wait for their turn. */
  readonly fillsAtOnce?: number;
  /** Candles that may wait for the reader; 4,096 unless told. Beyond that, they are fetched again later. */
  readonly queueCandles?: number;
  readonly backoff?: BackoffOptions;
  /** Told of every connection that ends, every stream that goes silent and every fetch that fails. Work goes on. */
  readonly onTrouble?: (trouble: { readonly why: string; readonly series?: Series }) => void;
}

/** How the streams are, for those who watch over them. */
export interface LiveStatus {
  readonly connections: number;
  /** Connections that took the place of another one, since the start. */
  readonly reconnects: number;
  /** Candles that wait for the reader. */
  readonly waitingCandles: number;
  /** Series that are being fetched from REST. */
  readonly fillingSeries: number;
}

export interface LiveSource extends LiveCandleSource {
  status(): LiveStatus;
}

const LATE_AFTER_MS = 30_000;
/** Connections that were opened together do not all grow old together: their ends are spread over this time. */
const AGE_SPREAD_MS = 3_600_000;

/**
 * Closed candles from Binance's streams as they close: each once, ascending, without gaps that REST can fill. Connections
 * that fail are opened again with growing, jittered waits, within one budget of attempts; those that grow old are replaced
 * before they end.
 */
export function createLiveSource(options: LiveSourceOptions): LiveSource {
  const { clock = systemClock, attemptsPerFiveMinutes = 150 } = options;
  const attempts = new AttemptBudget(clock, attemptsPerFiveMinutes);
  const runs = new Set<LiveRun>();
  return {
    name: 'binance-live',
    async *closedCandles(series, { signal }) {
      const run = new LiveRun(options, attempts);
      runs.add(run);
      try {
        yield* run.closedCandles(series, signal);
      } finally {
        runs.delete(run);
      }
    },
    status: () => sumOfStatus([...runs].map((run) => run.status())),
  };
}

/** Of several runs or markets together. */
export function sumOfStatus(all: readonly LiveStatus[]): LiveStatus {
  const sum = (name: keyof LiveStatus): number => all.reduce((total, status) => total + status[name], 0);
  return { connections: sum('connections'), reconnects: sum('reconnects'), waitingCandles: sum('waitingCandles'), fillingSeries: sum('fillingSeries') };
}

/** One reader's streams, from first to last. */
class LiveRun {
  readonly #options: LiveSourceOptions;
  readonly #attempts: AttemptBudget;
  readonly #clock: Clock;
  readonly #queue: BatchQueue;
  readonly #turns: PQueue;
  #feeds: readonly SeriesFeed[] = [];
  #groups: readonly StreamGroup[] = [];

  constructor(options: LiveSourceOptions, attempts: AttemptBudget) {
    this.#options = options;
    this.#attempts = attempts;
    this.#clock = options.clock ?? systemClock;
    this.#queue = new BatchQueue(options.queueCandles ?? 4_096);
    this.#turns = new PQueue({ concurrency: options.fillsAtOnce ?? 8 });
  }

  status(): LiveStatus {
    return {
      connections: this.#groups.filter((group) => group.isConnected).length,
      reconnects: this.#groups.reduce((sum, group) => sum + group.reconnects, 0),
      waitingCandles: this.#queue.candles,
      fillingSeries: this.#feeds.filter((feed) => feed.isFilling).length,
    };
  }

  async *closedCandles(series: readonly Series[], signal: AbortSignal): AsyncGenerator<CandleBatch> {
    const { rest } = this.#options;
    const stop = new AbortController();
    const running = AbortSignal.any([signal, stop.signal]);
    let failure: unknown;
    try {
      const offsetMs = rest.serverTimeMs ? (await rest.serverTimeMs(signal)) - this.#clock.nowMs() : 0;
      const exchangeTimeMs = (): number => this.#clock.nowMs() + offsetMs;
      this.#feeds = series.map((one) => this.#newFeed(one, openTimeOf(exchangeTimeMs(), one.interval), running));
      this.#groups = this.#grouped(exchangeTimeMs, running);
      for (const group of this.#groups) {
        group.run().catch((error: unknown) => {
          failure = error;
          stop.abort();
        });
      }
      for (let batch = await this.#queue.take(running); batch; batch = await this.#queue.take(running)) yield batch;
      if (!signal.aborted) throw failure;
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      stop.abort();
    }
  }

  #newFeed(series: Series, fromMs: number, signal: AbortSignal): SeriesFeed {
    const { rest, lateAfterMs = LATE_AFTER_MS, backoff = {}, onTrouble } = this.#options;
    return new SeriesFeed(series, fromMs, {
      rest, clock: this.#clock, queue: this.#queue, signal, lateAfterMs,
      inTurn: (fetch) => this.#turns.add(fetch),
      backoff: { firstMs: 1_000, longestMs: 60_000, ...backoff },
      onTrouble: (why) => onTrouble?.({ why, series }),
    });
  }

  #grouped(exchangeTimeMs: () => number, signal: AbortSignal): StreamGroup[] {
    const { market, wsUrl, streamsPerConnection = 200, silentAfterMs = 60_000, lateAfterMs = LATE_AFTER_MS, backoff = {}, onTrouble } = this.#options;
    const count = Math.ceil(this.#feeds.length / streamsPerConnection);
    return Array.from({ length: count }, (_, index) => {
      const feeds = this.#feeds.slice(index * streamsPerConnection, (index + 1) * streamsPerConnection);
      return new StreamGroup(feeds, {
        market, clock: this.#clock, silentAfterMs, backoff, exchangeTimeMs, signal,
        ...(wsUrl !== undefined && { wsUrl }),
        attempts: this.#attempts,
        checkEveryMs: lateAfterMs / 6,
        maxAgeMs: MAX_AGE_MS - (AGE_SPREAD_MS * index) / count,
        onTrouble: (why) => onTrouble?.({ why }),
      });
    });
  }
}
