import {
  type CandleBatch, type CandleSource, type Clock, closeTimeOf, COLUMNS, followingOpenTime, intervalMs, isWickError, missingBetween,
  type Series, sliceBatch,
} from '@wick/core';
import { isSameRow } from '../candle/batch-columns.ts';
import { backoffMs, type BackoffOptions } from '../rest/backoff.ts';
import type { BatchQueue } from './batch-queue.ts';
import { eventToClose, type KlineEvent } from './event-to-close.ts';

export interface FeedOptions {
  readonly rest: CandleSource;
  readonly clock: Clock;
  readonly queue: BatchQueue;
  readonly signal: AbortSignal;
  /** Runs a fetch when its turn comes: series that were all cut off together must not all ask together. */
  readonly inTurn: (fetch: () => Promise<void>) => Promise<void>;
  /** How long a close may be late before it is fetched. */
  readonly lateAfterMs: number;
  readonly backoff: BackoffOptions;
  readonly onTrouble: (why: string) => void;
}

/** Far enough for everything that has closed: the source itself gives no candle that has not. */
const FOR_EVER_MS = 8.64e15;
/** A stream is asked for again when so many candles in a row had to be fetched without a word from it; then after twice as many. */
const SILENT_CANDLES = 3;
const LONGEST_SILENCE_CANDLES = 1_440;

/**
 * One series in order: every closed candle once, ascending, none left out. What the stream says is the fast path. Whenever
 * that is not the very next candle, or there is no room for it, or it does not come, the series is filled from REST up to
 * the present, and the stream is only listened to again when that has caught up. A close that contradicts the one that was
 * given makes it ask REST, whose word is given in its place if it is another.
 */
export class SeriesFeed {
  readonly series: Series;
  readonly #options: FeedOptions;
  /** When the next candle should open. */
  #nextMs: number;
  /** What was given last, if anything was: not every candle opens where it should. */
  #last: CandleBatch | undefined;
  /** The last candle has been contradicted: `now` it is to be fetched, `settled` once REST has had its say. */
  #doubt: 'none' | 'now' | 'settled' = 'none';
  #filling = false;
  #fillAgain = false;
  #checkAtMs: number;
  #checkEveryMs: number;
  /** Fetches of overdue candles that gave some, since the stream said anything. */
  #silence = 0;
  #silenceLimit = SILENT_CANDLES;
  #isOverdue = false;

  /** @param fromMs the first candle to give opens at or after this */
  constructor(series: Series, fromMs: number, options: FeedOptions) {
    this.series = series;
    this.#nextMs = fromMs;
    this.#options = options;
    this.#checkEveryMs = options.lateAfterMs;
    this.#checkAtMs = this.#dueMs();
  }

  get isFilling(): boolean {
    return this.#filling;
  }

  /** A message of the stream. */
  hear(event: KlineEvent): void {
    this.#silence = 0;
    this.#silenceLimit = SILENT_CANDLES;
    if (!event.isClosed) return;
    if (event.openTimeMs === this.#lastMs()) return this.#hearAgain(event);
    if (event.openTimeMs < this.#fromMs()) return;
    if (this.#filling || !this.#follows(event.openTimeMs)) return this.fill();
    const batch = this.#closeOf(event);
    if (batch && this.#options.queue.offer(batch)) this.#given(batch);
    else this.fill();
  }

  /** Has something closed that the stream should have said by now? Then fetches it. Asks less often while nothing comes. */
  check(nowMs: number): void {
    if (this.#filling || nowMs < this.#checkAtMs) return;
    this.#checkAtMs = nowMs + this.#checkEveryMs;
    this.#checkEveryMs = Math.min(2 * this.#checkEveryMs, Math.max(this.#options.lateAfterMs, intervalMs(this.series.interval)));
    this.#isOverdue = true;
    this.fill();
  }

  /** After a connection began: candles may have closed unheard. */
  resume(nowMs: number): void {
    this.#silence = 0;
    if (nowMs >= closeTimeOf(this.#nextMs, this.series.interval)) this.fill();
  }

  /** Has the stream said nothing for several candles that there are? Says so once, and again after twice as many. */
  takeSilence(): boolean {
    if (this.#silence < this.#silenceLimit) return false;
    this.#silence = 0;
    this.#silenceLimit = Math.min(2 * this.#silenceLimit, LONGEST_SILENCE_CANDLES);
    return true;
  }

  /** Gives everything that has closed and was not given. Calls during a fill make it look once more. */
  fill(): void {
    this.#fillAgain = true;
    if (this.#filling) return;
    this.#fillAll().catch((error: unknown) => {
      if (!this.#options.signal.aborted) this.#options.onTrouble(messageOf(error));
    });
  }

  /** The close of the candle given last, once more. Who is right if they differ, REST must know. */
  #hearAgain(event: KlineEvent): void {
    if (this.#doubt !== 'none') return;
    const batch = this.#closeOf(event);
    if (batch && isSameRow(batch, 0, this.#last!, 0)) return;
    this.#doubt = 'now';
    this.#options.onTrouble('a candle was closed twice, with different values');
    this.fill();
  }

  #closeOf(event: KlineEvent): CandleBatch | undefined {
    try {
      return eventToClose(event, this.series);
    } catch (error) {
      this.#options.onTrouble(messageOf(error));
      return undefined;
    }
  }

  async #fillAll(): Promise<void> {
    const { clock, signal, backoff, onTrouble, inTurn } = this.#options;
    this.#filling = true;
    let failures = 0;
    try {
      while (this.#fillAgain) {
        this.#fillAgain = false;
        try {
          await inTurn(() => this.#fillOnce());
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
    signal.throwIfAborted();
    const before = this.#last;
    const fromMs = this.#doubt === 'now' ? this.#lastMs()! : this.#fromMs();
    for await (const batch of rest.candles(this.series, { fromMs, toMs: FOR_EVER_MS }, { signal })) {
      const unheard = this.#doubt === 'now' ? await this.#settle(batch) : batch;
      if (unheard.length === 0) continue;
      await queue.put(unheard, signal);
      this.#given(unheard);
    }
    if (this.#isOverdue && this.#last !== before) this.#silence++;
    this.#isOverdue = false;
  }

  /** REST's word on the candle given last, given again if it is another. @returns what comes after it */
  async #settle(batch: CandleBatch): Promise<CandleBatch> {
    if (batch.length === 0) return batch;
    this.#doubt = 'settled';
    if (batch.openTimeMs[0] !== this.#lastMs()) return batch;
    if (!isSameRow(batch, 0, this.#last!, 0)) {
      const corrected = sliceBatch(batch, 0, 1);
      await this.#options.queue.put(corrected, this.#options.signal);
      this.#last = copyOfLastRow(corrected);
    }
    return sliceBatch(batch, 1, batch.length);
  }

  #follows(openTimeMs: number): boolean {
    const { interval } = this.series;
    const lastMs = this.#lastMs();
    return lastMs === undefined ? openTimeMs === this.#nextMs : missingBetween(lastMs, openTimeMs, interval) === 0;
  }

  #given(batch: CandleBatch): void {
    this.#last = copyOfLastRow(batch);
    this.#doubt = 'none';
    this.#nextMs = followingOpenTime(this.#lastMs()!, this.series.interval);
    this.#checkEveryMs = this.#options.lateAfterMs;
    this.#checkAtMs = this.#dueMs();
  }

  #lastMs(): number | undefined {
    return this.#last?.openTimeMs[0];
  }

  /** Candles that open before this are given, or are none of ours. */
  #fromMs(): number {
    const lastMs = this.#lastMs();
    return lastMs === undefined ? this.#nextMs : lastMs + 1;
  }

  #dueMs(): number {
    return closeTimeOf(this.#nextMs, this.series.interval) + this.#options.lateAfterMs;
  }
}

/** A view would keep the whole page alive, for each of many series. */
function copyOfLastRow(batch: CandleBatch): CandleBatch {
  const { columns, openTimeMs, closeTimeMs, ...row } = sliceBatch(batch, batch.length - 1, batch.length);
  const copied = Object.fromEntries(COLUMNS.map((name) => [name, columns[name].slice()])) as CandleBatch['columns'];
  return { ...row, openTimeMs: openTimeMs.slice(), closeTimeMs: closeTimeMs.slice(), columns: copied };
}

const messageOf = (error: unknown): string => (isWickError(error) ? `${error.message} ${error.remedy}` : String(error));
