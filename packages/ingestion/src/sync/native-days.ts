import { type CandleBatch, isWickError, type Series, type TimeRange } from '@wick/core';
import { type DaySum, daySums } from './day-sums.ts';
import { isTheExchanges } from './rest-to-store.ts';
import type { SyncSource } from './sync-source.ts';

/** The exchange's own candles of days, by which finer ones are checked: one request for a thousand days, when first asked. */
export class NativeDays {
  readonly #source: SyncSource;
  readonly #series: Series;
  readonly #range: TimeRange;
  readonly #signal: AbortSignal | undefined;
  #asked: Promise<readonly DaySum[] | undefined> | undefined;

  /** @param range all that will be asked for */
  constructor(source: SyncSource, series: Series, range: TimeRange, signal: AbortSignal | undefined) {
    this.#source = source;
    this.#series = { ...series, interval: '1d' };
    this.#range = range;
    this.#signal = signal;
  }

  /** The days of a part of the range; undefined where the exchange does not answer, so that nothing can be checked. */
  async within({ fromMs, toMs }: TimeRange): Promise<readonly DaySum[] | undefined> {
    this.#asked ??= this.#ask();
    return (await this.#asked)?.filter(({ dayMs }) => dayMs >= fromMs && dayMs < toMs);
  }

  async #ask(): Promise<readonly DaySum[] | undefined> {
    const signal = this.#signal;
    const batches: CandleBatch[] = [];
    try {
      for await (const batch of this.#source.candles(this.#series, this.#range, signal ? { signal } : {})) batches.push(batch);
    } catch (error) {
      signal?.throwIfAborted();
      if (isWickError(error) && isTheExchanges(error)) return undefined;
      throw error;
    }
    return daySums(batches);
  }
}
