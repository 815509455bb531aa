import type { TimeRange, WriteReport } from '@wick/core';
import type { FeedState } from './feed-state.ts';

/** What happens on the way, for logs and metrics. */
export interface FeedEvents {
  phase(feed: FeedState): void;
  /** @param closeTimeMs of the newest candle, if they came live */
  written(feed: FeedState, report: WriteReport, closeTimeMs?: number): void;
  /** A candle came that does not follow the newest stored one; what is missing between them is fetched first. */
  hole(feed: FeedState, range: TimeRange): void;
  /** `feed` is null for what concerns many. Nothing will be tried again where `retryInMs` is null. */
  failed(feed: FeedState | null, error: unknown, retryInMs: number | null): void;
}
