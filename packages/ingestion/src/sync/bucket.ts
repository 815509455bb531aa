import type { CandleBatch, Series, TimeRange } from '@wick/core';

/** A file of the exchange's bulk archive, as its listing tells of it. */
export interface ArchiveFile {
  readonly key: string;
  readonly period: 'monthly' | 'daily';
  /** Open times of the candles that it can hold: a UTC month or day. */
  readonly range: TimeRange;
  readonly etag: string;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
}

/** A file whose checksum was right and whose rows could be read. */
export interface FetchedArchive {
  readonly kind: 'fetched';
  readonly sha256: string;
  /** Of what was downloaded, which may be newer than the listing. */
  readonly etag: string;
  readonly batches: readonly CandleBatch[];
}

/** What a sync needs of the bulk archive. */
export interface ArchiveBucket {
  list(series: Series, period: ArchiveFile['period'], range: TimeRange, options?: { readonly signal?: AbortSignal }): Promise<readonly ArchiveFile[]>;
  fetch(
    series: Series, file: ArchiveFile, options?: { readonly signal?: AbortSignal },
  ): Promise<FetchedArchive | { readonly kind: 'not-published' } | { readonly kind: 'unchanged' }>;
}
