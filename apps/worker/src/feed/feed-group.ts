import type { LiveCandleSource, Series, TimeRange, WriteReport } from '@wick/core';

/** Series that share a way to the exchange: those of one market, with its request budget and its connections. */
export interface FeedGroup {
  readonly series: readonly Series[];
  readonly live: LiveCandleSource;
  /** Fetches into the store what the store lacks of a range. */
  readonly sync: (series: Series, range: TimeRange, signal: AbortSignal) => Promise<WriteReport>;
}
