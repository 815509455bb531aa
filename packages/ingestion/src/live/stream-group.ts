import { type Clock, MINUTE_MS, type Series } from '@wick/core';
import { backoffMs, type BackoffOptions } from '../rest/backoff.ts';
import type { AttemptBudget } from './attempt-budget.ts';
import { type KlineEvent, streamName } from './event-to-close.ts';
import type { SeriesFeed } from './series-feed.ts';
import { WatchedConnection, type WatchedOptions } from './watched-connection.ts';

export interface GroupOptions extends Omit<WatchedOptions, 'streams' | 'onKline'> {
  readonly attempts: AttemptBudget;
  readonly backoff: BackoffOptions;
  readonly exchangeTimeMs: () => number;
  /** How often overdue candles and silent streams are looked for. */
  readonly checkEveryMs: number;
  readonly onTrouble: (why: string) => void;
}

/** A connection that held this long was a good one: the next attempt need not wait long. */
const GOOD_AFTER_MS = MINUTE_MS;
/** Streams on which nobody trades are silent for a good reason; but for no longer than this. */
const LONGEST_SILENCE_MS = 10 * MINUTE_MS;

/**
 * Some series over one connection, which is opened again whenever it ends. One that will end is kept until the next one
 * listens: what both of them tell is told once by the feeds, and nothing falls between them.
 */
export class StreamGroup {
  readonly #feeds: ReadonlyMap<string, SeriesFeed>;
  readonly #options: GroupOptions;
  readonly #clock: Clock;
  #current: WatchedConnection | undefined;
  #silentAfterMs: number;
  #connections = 0;

  constructor(feeds: readonly SeriesFeed[], options: GroupOptions) {
    this.#feeds = new Map(feeds.map((feed) => [streamName(feed.series), feed]));
    this.#options = options;
    this.#clock = options.clock;
    this.#silentAfterMs = options.silentAfterMs;
  }

  get isConnected(): boolean {
    return this.#current !== undefined && !this.#current.isOver;
  }

  /** Connections that worked, after the first one. */
  get reconnects(): number {
    return Math.max(0, this.#connections - 1);
  }

  /** Until the signal aborts, with whose reason it rejects. */
  async run(): Promise<void> {
    await Promise.all([this.#keepConnected(), this.#keepChecking()]);
  }

  async #keepConnected(): Promise<void> {
    const { signal, onTrouble, attempts, backoff } = this.#options;
    for (let failures = 0; ; ) {
      await attempts.take(signal);
      const next = await this.#open();
      const listens = await next.listening;
      signal.throwIfAborted();
      if (listens) {
        const why = await this.#use(next);
        signal.throwIfAborted();
        onTrouble(why);
        failures = next.ageMs >= GOOD_AFTER_MS || !next.isOver ? 1 : failures + 1;
      } else {
        onTrouble(next.why);
        failures++;
      }
      await this.#clock.sleep(backoffMs(failures, { firstMs: 1_000, longestMs: 30_000, ...backoff }), signal);
    }
  }

  #open(): Promise<WatchedConnection> {
    const next = new WatchedConnection({
      ...this.#options,
      streams: [...this.#feeds.keys()],
      silentAfterMs: this.#silentAfterMs,
      onKline: (event) => this.#hear(event),
    });
    return next.open().then(() => next);
  }

  /** Lets a connection take over from the one before. @returns why the next one should take over from it */
  async #use(next: WatchedConnection): Promise<string> {
    const before = this.#current;
    this.#current = next;
    this.#connections++;
    before?.end('another connection has taken over');
    for (const feed of this.#feeds.values()) feed.resume(this.#options.exchangeTimeMs());
    const why = await next.leaving;
    this.#silentAfterMs = next.hasSpoken ? this.#options.silentAfterMs : Math.min(2 * this.#silentAfterMs, LONGEST_SILENCE_MS);
    return why;
  }

  #hear(event: KlineEvent): void {
    this.#feeds.get(streamName({ symbol: event.symbol, interval: event.interval as Series['interval'] }))?.hear(event);
  }

  /** Also while no connection can be had: REST may still answer. */
  async #keepChecking(): Promise<void> {
    const { signal, exchangeTimeMs, checkEveryMs, onTrouble } = this.#options;
    for (;;) {
      await this.#clock.sleep(checkEveryMs, signal);
      for (const feed of this.#feeds.values()) feed.check(exchangeTimeMs());
      if (!this.isConnected) continue;
      const silent = [...this.#feeds].filter(([, feed]) => feed.takeSilence()).map(([stream]) => stream);
      if (silent.length === 0) continue;
      onTrouble(`silent and asked for again: ${silent.slice(0, 5).join(', ')}${silent.length > 5 ? ` and ${silent.length - 5} more` : ''}`);
      this.#current?.resubscribe(silent);
    }
  }
}
