import { type Clock, HOUR_MS, type Market, MINUTE_MS } from '@wick/core';
import type { KlineEvent } from './event-to-close.ts';
import { openKlineConnection } from './kline-connection.ts';

export interface WatchedOptions {
  readonly market: Market;
  readonly wsUrl?: string;
  readonly streams: readonly string[];
  readonly clock: Clock;
  /** A connection without any message for this long is dead, even if it still answers pings. */
  readonly silentAfterMs: number;
  /** When it is so old that another should take its place. */
  readonly maxAgeMs: number;
  readonly onKline: (event: KlineEvent) => void;
  /** Ends the connection when it aborts. */
  readonly signal: AbortSignal;
}

/** Connections end after 24 hours; a new one takes over earlier. */
export const MAX_AGE_MS = 23.5 * HOUR_MS;

/** A connection from its opening to its end, with a watch on its data and its age. */
export class WatchedConnection {
  readonly #options: WatchedOptions;
  readonly #listening = Promise.withResolvers<boolean>();
  readonly #leaving = Promise.withResolvers<string>();
  readonly #over = new AbortController();
  readonly #openedMs: number;
  #heardMs: number;
  #hasSpoken = false;
  #why = '';
  #end: (why: string) => void = () => undefined;
  #resubscribe: (streams: readonly string[]) => void = () => undefined;

  constructor(options: WatchedOptions) {
    this.#options = options;
    this.#openedMs = options.clock.nowMs();
    this.#heardMs = this.#openedMs;
  }

  /** true when the exchange sends what was asked for; false if it ended before. */
  get listening(): Promise<boolean> {
    return this.#listening.promise;
  }

  /** Why another connection should take its place: it has ended, or it will. */
  get leaving(): Promise<string> {
    return this.#leaving.promise;
  }

  get isOver(): boolean {
    return this.#over.signal.aborted;
  }

  /** Has there been a single message of a stream? */
  get hasSpoken(): boolean {
    return this.#hasSpoken;
  }

  get ageMs(): number {
    return this.#options.clock.nowMs() - this.#openedMs;
  }

  /** Why it ended. */
  get why(): string {
    return this.#why;
  }

  async open(): Promise<void> {
    const { market, wsUrl, streams, clock, signal } = this.#options;
    const connection = await openKlineConnection({
      market, streams, clock,
      ...(wsUrl !== undefined && { wsUrl }),
      onListening: () => this.#listening.resolve(true),
      onKline: (event) => this.#hear(event),
      onShutdown: () => this.#leaving.resolve('the server announced its end'),
      onEnd: (why) => this.#ended(why),
    });
    this.#end = (why) => connection.end(why);
    this.#resubscribe = (some) => connection.resubscribe(some);
    const abort = (): void => connection.end('stopped');
    signal.addEventListener('abort', abort, { once: true });
    this.#over.signal.addEventListener('abort', () => signal.removeEventListener('abort', abort), { once: true });
    if (signal.aborted) abort();
    this.#watch().catch(() => undefined);
  }

  end(why: string): void {
    this.#end(why);
  }

  /** Asks again for streams that have gone silent. */
  resubscribe(streams: readonly string[]): void {
    this.#resubscribe(streams);
  }

  #hear(event: KlineEvent): void {
    this.#heardMs = this.#options.clock.nowMs();
    this.#hasSpoken = true;
    this.#options.onKline(event);
  }

  #ended(why: string): void {
    this.#why = why;
    this.#over.abort();
    this.#listening.resolve(false);
    this.#leaving.resolve(why);
  }

  async #watch(): Promise<void> {
    const { clock, silentAfterMs, maxAgeMs } = this.#options;
    for (;;) {
      await clock.sleep(Math.min(MINUTE_MS, silentAfterMs / 12), this.#over.signal);
      if (clock.nowMs() - this.#heardMs >= silentAfterMs) this.end(`no message for ${silentAfterMs / 1000} s`);
      else if (this.ageMs >= maxAgeMs) this.#leaving.resolve('the connection is nearly 24 hours old');
    }
  }
}
