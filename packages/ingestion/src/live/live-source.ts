import {
  type CandleBatch, type CandleSource, type Clock, type LiveCandleSource, openTimeOf, type Series, systemClock,
} from '@wick/core';
import { backoffMs, type BackoffOptions } from '../rest/backoff.ts';
import type { RestMarket } from '../rest/binance-http.ts';
import { BatchQueue } from './batch-queue.ts';
import { streamName } from './event-to-close.ts';
import { openKlineConnection } from './kline-connection.ts';
import { SeriesFeed } from './series-feed.ts';

export interface LiveSourceOptions {
  readonly market: RestMarket;
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
  /** Batches that may wait for the reader; 1,024 unless told. Beyond that, candles are fetched again later. */
  readonly queueBatches?: number;
  readonly backoff?: BackoffOptions;
  /** Told of every connection that ends and every fetch that fails. Work goes on. */
  readonly onTrouble?: (trouble: { readonly why: string; readonly series?: Series }) => void;
}

/** How often overdue candles and dead connections are looked for. */
const CHECK_EVERY_MS = 5_000;
/** Connections end after 24 hours; a new one is opened a little earlier. */
const MAX_AGE_MS = 23.5 * 3_600_000;
/** A connection that held this long was a good one: the next attempt need not wait long. */
const GOOD_AFTER_MS = 60_000;

/**
 * Closed candles from Binance's streams as they close: each once, ascending, without gaps that REST can fill. Connections
 * that fail are opened again with growing, jittered waits: at most about 40 attempts in five minutes.
 */
export function createLiveSource(options: LiveSourceOptions): LiveCandleSource {
  return {
    name: 'binance-live',
    closedCandles: (series, { signal }) => closedCandles(options, series, signal),
  };
}

async function* closedCandles(options: LiveSourceOptions, series: readonly Series[], signal: AbortSignal): AsyncGenerator<CandleBatch> {
  const { rest, clock = systemClock, streamsPerConnection = 200 } = options;
  const stop = new AbortController();
  const running = AbortSignal.any([signal, stop.signal]);
  const queue = new BatchQueue(options.queueBatches ?? 1024);
  let failure: unknown;
  try {
    const offsetMs = rest.serverTimeMs ? (await rest.serverTimeMs(signal)) - clock.nowMs() : 0;
    const exchangeTimeMs = (): number => clock.nowMs() + offsetMs;
    const feeds = series.map((one) => newFeed(one, openTimeOf(exchangeTimeMs(), one.interval), options, queue, running));
    for (let at = 0; at < feeds.length; at += streamsPerConnection) {
      const group = new ConnectedFeeds(feeds.slice(at, at + streamsPerConnection), options, exchangeTimeMs, running);
      group.run().catch((error: unknown) => {
        failure = error;
        stop.abort();
      });
    }
    for (let batch = await queue.take(running); batch; batch = await queue.take(running)) yield batch;
    if (!signal.aborted) throw failure;
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    stop.abort();
  }
}

function newFeed(series: Series, fromMs: number, options: LiveSourceOptions, queue: BatchQueue, signal: AbortSignal): SeriesFeed {
  const { rest, clock = systemClock, lateAfterMs = 30_000, backoff = {}, onTrouble } = options;
  return new SeriesFeed(series, fromMs, {
    rest, clock, queue, signal, lateAfterMs,
    backoff: { firstMs: 1_000, longestMs: 60_000, ...backoff },
    onTrouble: (why) => onTrouble?.({ why, series }),
  });
}

/** Some series over one connection, which is opened again whenever it ends. */
class ConnectedFeeds {
  readonly #feeds: ReadonlyMap<string, SeriesFeed>;
  readonly #options: LiveSourceOptions;
  readonly #clock: Clock;
  readonly #exchangeTimeMs: () => number;
  readonly #signal: AbortSignal;

  constructor(feeds: readonly SeriesFeed[], options: LiveSourceOptions, exchangeTimeMs: () => number, signal: AbortSignal) {
    this.#feeds = new Map(feeds.map((feed) => [streamName(feed.series), feed]));
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#exchangeTimeMs = exchangeTimeMs;
    this.#signal = signal;
  }

  /** Until the signal aborts. */
  async run(): Promise<void> {
    for (let failures = 0; ; ) {
      const startedMs = this.#clock.nowMs();
      const why = await this.#connection();
      this.#options.onTrouble?.({ why });
      failures = this.#clock.nowMs() - startedMs >= GOOD_AFTER_MS ? 1 : failures + 1;
      await this.#clock.sleep(backoffMs(failures, { firstMs: 1_000, longestMs: 30_000, ...this.#options.backoff }), this.#signal);
    }
  }

  /** One connection, from its opening to its end. @returns why it ended */
  async #connection(): Promise<string> {
    const { silentAfterMs = 60_000, market, wsUrl } = this.#options;
    const ended = Promise.withResolvers<string>();
    const over = new AbortController();
    const openedMs = this.#clock.nowMs();
    let heardMs = openedMs;
    const end = await openKlineConnection({
      market,
      ...(wsUrl !== undefined && { wsUrl }),
      streams: [...this.#feeds.keys()],
      onOpen: () => {
        for (const feed of this.#feeds.values()) feed.resume(this.#exchangeTimeMs());
      },
      onKline: (event) => {
        heardMs = this.#clock.nowMs();
        this.#feeds.get(streamName({ symbol: event.symbol, interval: event.interval as Series['interval'] }))?.hear(event);
      },
      onEnd: (why) => ended.resolve(why),
    });
    const abort = (): void => end('stopped');
    this.#signal.addEventListener('abort', abort, { once: true });
    if (this.#signal.aborted) abort();
    this.#watch(over.signal, () => {
      const nowMs = this.#clock.nowMs();
      for (const feed of this.#feeds.values()) feed.check(this.#exchangeTimeMs());
      if (nowMs - heardMs >= silentAfterMs) end(`no message for ${silentAfterMs / 1000} s`);
      else if (nowMs - openedMs >= MAX_AGE_MS) end('the connection is nearly 24 hours old');
    }).catch(() => undefined);
    try {
      return await ended.promise;
    } finally {
      over.abort();
      this.#signal.removeEventListener('abort', abort);
    }
  }

  async #watch(signal: AbortSignal, look: () => void): Promise<void> {
    for (;;) {
      await this.#clock.sleep(CHECK_EVERY_MS, signal);
      look();
    }
  }
}
