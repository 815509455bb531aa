import type { CandleSource, Series } from '@wick/core';
import type { Bucket } from '../bucket/bucket.ts';

/** What a sync needs of the bulk archive. */
export type ArchiveBucket = Pick<Bucket, 'list' | 'fetch'>;

/** A source for whole histories: REST, and what it can say of a symbol's life where it can. */
export interface SyncSource extends CandleSource {
  /** When the first candle opens; null where there is none yet. */
  firstOpenTimeMs?(series: Series, signal?: AbortSignal): Promise<number | null>;
  /** When the last candle opened of a symbol that does not trade any more; null while it trades. */
  lastOpenTimeMs?(series: Series, signal?: AbortSignal): Promise<number | null>;
}
