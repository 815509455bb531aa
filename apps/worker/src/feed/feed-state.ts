import { type Series, seriesKey } from '@wick/core';

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
}

export const createFeedState = (series: Series): FeedState => ({
  series,
  key: seriesKey(series),
  phase: 'waiting',
  lastOpenTimeMs: null,
  failure: null,
});
