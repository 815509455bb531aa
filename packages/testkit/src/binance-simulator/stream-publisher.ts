import { type Clock, type Market as MarketName, nextOpenTime, openTimeOf, type Series } from '@wick/core';
import type { Exchange } from './exchange.ts';
import type { FaultList } from './fault-list.ts';
import { candleToKlineMessage } from './kline-message.ts';
import { ignoreAbort, sleepInBackground, type StreamConnection } from './stream-connection.ts';
import { streamToSeries } from './stream-name.ts';

interface Feed {
  readonly stream: string;
  readonly series: Series;
  /** Candles that open after this have not been published as closed. */
  publishedMs: number;
  /** A close that waits to be sent after the next one. */
  heldBack: unknown;
}

/**
 * Pushes candles as the clock goes: the open candle every two seconds (every second for `1s`), and each candle once
 * when it closes.
 */
export class StreamPublisher {
  readonly #exchange: Exchange;
  readonly #clock: Clock;
  readonly #faults: FaultList;
  readonly #updateEveryMs: number;
  readonly #connections: ReadonlySet<StreamConnection>;
  readonly #feeds = new Map<string, Feed>();
  readonly #stopped = new AbortController();
  #rescheduled = new AbortController();

  /** @param updateEveryMs how often open candles are pushed; Infinity for closed ones only */
  constructor(exchange: Exchange, faults: FaultList, connections: ReadonlySet<StreamConnection>, updateEveryMs: number) {
    this.#exchange = exchange;
    this.#clock = exchange.clock;
    this.#faults = faults;
    this.#connections = connections;
    this.#updateEveryMs = updateEveryMs;
    ignoreAbort(this.#run());
  }

  /** To be called when subscriptions have changed. */
  reschedule(): void {
    this.#matchFeeds();
    this.#rescheduled.abort(new Error('closed'));
  }

  stop(): void {
    this.#stopped.abort(new Error('closed'));
    this.#rescheduled.abort(new Error('closed'));
  }

  async #run(): Promise<void> {
    while (!this.#stopped.signal.aborted) {
      this.#rescheduled = new AbortController();
      const nowMs = this.#clock.nowMs();
      const nextMs = Math.min(...[...this.#feeds.values()].map((feed) => this.#nextTick(feed.series, nowMs)));
      try {
        await sleepInBackground(this.#clock, Math.min(nextMs - nowMs, LONGEST_SLEEP_MS), this.#rescheduled.signal);
      } catch {
        continue;
      }
      if (this.#clock.nowMs() >= nextMs) this.#publish(nextMs);
    }
  }

  #nextTick({ interval }: Series, nowMs: number): number {
    const everyMs = interval === '1s' ? Math.min(1_000, this.#updateEveryMs) : this.#updateEveryMs;
    const updateMs = everyMs === Infinity ? Infinity : (Math.floor(nowMs / everyMs) + 1) * everyMs;
    return Math.min(nextOpenTime(nowMs, interval), updateMs);
  }

  #publish(tickMs: number): void {
    this.#matchFeeds();
    for (const feed of this.#feeds.values()) {
      if (this.#nextTick(feed.series, tickMs - 1) !== tickMs) continue;
      if (!this.#publishClosed(feed)) this.#publishOpen(feed);
    }
  }

  #publishClosed(feed: Feed): boolean {
    const nowMs = this.#clock.nowMs();
    const closed = this.#exchange.closedCandles(feed.series, { fromMs: feed.publishedMs + 1, toMs: nowMs });
    for (let row = 0; row < closed.length; row++) {
      feed.publishedMs = closed.openTimeMs[row]!;
      this.#deliverClose(feed, candleToKlineMessage(closed, row, nowMs, true));
    }
    return closed.length > 0;
  }

  #publishOpen(feed: Feed): void {
    const nowMs = this.#clock.nowMs();
    const open = this.#exchange.candlesSoFar(feed.series, { fromMs: openTimeOf(nowMs, feed.series.interval), toMs: nowMs + 1 });
    const row = open.length - 1;
    if (row < 0 || this.#exchange.isClosed(feed.series, open.openTimeMs[row]!)) return;
    this.#deliver(feed, candleToKlineMessage(open, row, nowMs, false));
  }

  #deliverClose(feed: Feed, message: unknown): void {
    const fault = this.#faults.strike('ws-close', feed.stream);
    const { heldBack } = feed;
    feed.heldBack = undefined;
    if (fault?.kind === 'out-of-order') feed.heldBack = message;
    else if (fault?.kind === 'late') this.#deliverLater(feed, message, fault.ms);
    else if (fault?.kind === 'contradicted') this.#deliver(feed, fault.alter(message), message);
    else if (fault?.kind !== 'missing') this.#deliver(feed, message);
    if (fault?.kind === 'repeated') this.#deliver(feed, message);
    if (heldBack !== undefined) this.#deliver(feed, heldBack);
  }

  #deliverLater(feed: Feed, message: unknown, delayMs: number): void {
    ignoreAbort(sleepInBackground(this.#clock, delayMs, this.#stopped.signal).then(() => this.#deliver(feed, message)));
  }

  #deliver(feed: Feed, ...messages: readonly unknown[]): void {
    const fault = this.#faults.strike('ws-message', feed.stream);
    if (fault?.kind === 'missing') return;
    const events = fault ? messages.map(fault.alter) : messages;
    for (const connection of this.#connections) {
      if (connection.market !== feed.series.market || !connection.streams.has(feed.stream)) continue;
      for (const event of events) connection.push(feed.stream, event);
    }
  }

  /** One feed for each stream that somebody listens to; streams of unknown symbols stay silent, as on the exchange. */
  #matchFeeds(): void {
    const wanted = new Map<string, { market: MarketName; stream: string }>();
    for (const { market, streams } of this.#connections) {
      for (const stream of streams) wanted.set(`${market}:${stream}`, { market, stream });
    }
    for (const key of this.#feeds.keys()) if (!wanted.has(key)) this.#feeds.delete(key);
    for (const [key, { market, stream }] of wanted) {
      const series = streamToSeries(market, stream);
      if (this.#feeds.has(key) || !series || !this.#exchange.listing(market, series.symbol)) continue;
      const publishedMs = openTimeOf(this.#clock.nowMs(), series.interval) - 1;
      this.#feeds.set(key, { stream, series, publishedMs, heldBack: undefined });
    }
  }
}

/** Timers hold at most 2^31 − 1 ms; with nobody listening there is nothing to wake for earlier. */
const LONGEST_SLEEP_MS = 86_400_000;
