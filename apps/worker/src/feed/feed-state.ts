import { type CandleBatch, followingOpenTime, openTimeOf, type Series, seriesKey } from '@wick/core';

/** `waiting` and `backfilling` come before `live`; `failed` is for what no retry can mend, such as an unknown symbol. */
export type FeedPhase = 'waiting' | 'backfilling' | 'live' | 'failed';

/** What is known about one series while it is kept up to date. */
export interface FeedState {
  readonly series: Series;
  readonly key: string;
  phase: FeedPhase;
  /** Open time of the newest stored candle; null before the first. */
  lastOpenTimeMs: number | null;
  /** Why the phase is `failed`, as one sentence. */
  failure: string | null;
  /** Live candles that wait for the database. */
  waitingCandles: number;
  /** Something is missing before the live candles; they are not written until it is there. */
  isMending: boolean;
  /** The newest live batch that came while the series could not take it. Those before it are part of what is missing. */
  held: CandleBatch | null;
}

export const createFeedState = (series: Series): FeedState => ({
  series,
  key: seriesKey(series),
  phase: 'waiting',
  lastOpenTimeMs: null,
  failure: null,
  waitingCandles: 0,
  isMending: false,
  held: null,
});

/** Where the next candle should open, of which none before is missing. */
export const expectedOpenTimeMs = ({ series, lastOpenTimeMs }: FeedState, sinceMs: number): number =>
  lastOpenTimeMs === null ? openTimeOf(sinceMs, series.interval) : followingOpenTime(lastOpenTimeMs, series.interval);

/** A batch has been stored. */
export function stored(feed: FeedState, batch: CandleBatch): void {
  feed.lastOpenTimeMs = Math.max(batch.openTimeMs[batch.length - 1]!, feed.lastOpenTimeMs ?? -Infinity);
}
