import {
  type CandleBatch, type CandleSource, type Clock, closeTimeOf, followingOpenTime, intervalMs, isWickError, missingBetween, type Series,
} from '@wick/core';
import { backoffMs, type BackoffOptions } from '../rest/backoff.ts';
import type { BatchQueue } from './batch-queue.ts';
import { eventToClose, type KlineEvent } from './event-to-close.ts';

export interface FeedOptions {
  readonly rest: CandleSource;
  readonly clock: Clock;
  readonly queue: BatchQueue;
  readonly signal: AbortSignal;
  /** How long a close may be late before it is fetched. */
  readonly lateAfterMs: number;
  readonly backoff: BackoffOptions;
  readonly onTrouble: (why: string) => void;
}

/** Far enough for everything that has closed: the source itself gives no candle that has not. */
const FOR_EVER_MS = 8.64e15;

/**
 * One series in order: every closed candle once, ascending, none left out. What the stream says is the fast path. Whenever
 * that is not the very next candle, or there is no room for it, or it does not come, the series is filled from REST up to
 * the present, and the stream is only listened to again when that has caught up.
 */
export class SeriesFeed {
  readonly series: Series;
  readonly #options: FeedOptions;
  /** When the next candle should open. */
  #nextMs: number;
  /** The candle given last, if there was one: not every candle opens where it should. */
  #lastMs: number | undefined;
  #filling = false;
  #fillAgain = false;
  #checkAtMs: number;
  #checkEveryMs: number;

  /** @param fromMs the first candle to give opens at or after this */
  constructor(series: Series, fromMs: number, options: FeedOptions) {
    this.series = series;
    this.#nextMs = fromMs;
    this.#options = options;
    this.#checkEveryMs = options.lateAfterMs;
    this.#checkAtMs = this.#dueMs();
  }

  /** A message of the stream. */
  hear(event: KlineEvent): void {
    if (!event.isClosed || event.openTimeMs < this.#fromMs()) return;
    if (this.#filling || !this.#follows(event.openTimeMs)) return this.fill();
    let batch: CandleBatch;
    try {
      batch = eventToClose(event, this.series);
    } catch (error) {
      this.#options.onTrouble(messageOf(error));
      return this.fill();
    }
    if (this.#options.queue.offer(batch)) this.#given(batch);
    else this.fill();
  }

  /** Has something closed that the stream should have said by now? Then fetches it. Asks less often while nothing comes. */
  check(nowMs: number): void {
    if (this.#filling || nowMs < this.#checkAtMs) return;
    this.#checkAtMs = nowMs + this.#checkEveryMs;
    this.#checkEveryMs = Math.min(2 * this.#checkEveryMs, Math.max(this.#options.lateAfterMs, intervalMs(this.series.interval)));
    this.fill();
  }

  /** After a connection began: candles may have closed unheard. */
  resume(nowMs: number): void {
    if (nowMs >= closeTimeOf(this.#nextMs, this.series.interval)) this.fill();
  }

  /** Gives everything that has closed and was not given. Calls during a fill make it look once more. */
  fill(): void {
    this.#fillAgain = true;
    if (this.#filling) return;
    this.#fillAll().catch((error: unknown) => {
      if (!this.#options.signal.aborted) this.#options.onTrouble(messageOf(error));
    });
  }

  async #fillAll(): Promise<void> {
    const { clock, signal, backoff, onTrouble } = this.#options;
    this.#filling = true;
    let failures = 0;
    try {
      while (this.#fillAgain) {
        this.#fillAgain = false;
        try {
          await this.#fillOnce();
          failures = 0;
        } catch (error) {
          signal.throwIfAborted();
          onTrouble(messageOf(error));
          this.#fillAgain = true;
          await clock.sleep(backoffMs(++failures, backoff), signal);
        }
      }
    } finally {
      this.#filling = false;
    }
  }

  async #fillOnce(): Promise<void> {
    const { rest, queue, signal } = this.#options;
    for await (const batch of rest.candles(this.series, { fromMs: this.#fromMs(), toMs: FOR_EVER_MS }, { signal })) {
      if (batch.length === 0) continue;
      await queue.put(batch, signal);
      this.#given(batch);
    }
  }

  #follows(openTimeMs: number): boolean {
    const { interval } = this.series;
    return this.#lastMs === undefined ? openTimeMs === this.#nextMs : missingBetween(this.#lastMs, openTimeMs, interval) === 0;
  }

  #given(batch: CandleBatch): void {
    this.#lastMs = batch.openTimeMs[batch.length - 1]!;
    this.#nextMs = followingOpenTime(this.#lastMs, this.series.interval);
    this.#checkEveryMs = this.#options.lateAfterMs;
    this.#checkAtMs = this.#dueMs();
  }

  /** Candles that open before this are given, or are none of ours. */
  #fromMs(): number {
    return this.#lastMs === undefined ? this.#nextMs : this.#lastMs + 1;
  }

  #dueMs(): number {
    return closeTimeOf(this.#nextMs, this.series.interval) + this.#options.lateAfterMs;
  }
}

const messageOf = (error: unknown): string => (isWickError(error) ? `${error.message} ${error.remedy}` : String(error));
