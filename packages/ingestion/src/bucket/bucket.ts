import type { CandleBatch, Clock, Gap, ProgressListener, Series, TimeRange } from '@wick/core';
import type { ArchiveFacts } from '../archive/archive-file.ts';
import type { BackoffOptions } from '../rest/backoff.ts';
import type { ArchivePeriod } from './archive-key.ts';

/** One file of candles as the bucket lists it. */
export interface ArchiveFile {
  /** Such as `data/spot/monthly/klines/BTCUSDT/1m/BTCUSDT-1m-2024-11.zip`. */
  readonly key: string;
  readonly period: ArchivePeriod;
  /** The open times that its name promises. */
  readonly range: TimeRange;
  /** Of this edition, without quotes: another one under the same key is a file that was published again. */
  readonly etag: string;
  readonly sizeBytes: number;
  /** When it was published. */
  readonly modifiedMs: number;
  /** Was a `.CHECKSUM` listed beside it? */
  readonly hasChecksum: boolean;
}

/** A run of candles that follow each other. */
export interface CandleRun extends TimeRange {
  readonly candles: number;
}

/** What a file holds, against what its name promises. */
export interface FileFacts extends ArchiveFacts {
  /** Candles of the interval's grid within the file's range. `candles` are those that were given out. */
  readonly expectedCandles: number;
  /** Candles that the file lacks, also at its beginning and its end: ask the exchange for them. */
  readonly missing: readonly Gap[];
  readonly missingCandles: number;
  /** Rows with open times outside the file's range: refused. */
  readonly outside: number;
  /** Rows that cannot have been closed when the file was published: refused, and among the missing ones. */
  readonly unclosed: number;
  /** Candles with open times off the grid of the interval: given as they are. */
  readonly offGrid: number;
  /** Runs of candles without volume: given as they are, but archives have had false ones. */
  readonly untraded: readonly CandleRun[];
}

/** A file that was downloaded, checked and read to its end. */
export interface FetchedArchive {
  readonly kind: 'fetched';
  /** As it was downloaded: with another `etag` than listed if it was published again in between. */
  readonly file: ArchiveFile;
  readonly etag: string;
  /** Of the zip, hexadecimal. */
  readonly sha256: string;
  /** false where the bucket has no checksum for it: only the zip's own checksum stands behind the candles. */
  readonly verified: boolean;
  /** Ascending, within the file's range. May be empty. */
  readonly batches: readonly CandleBatch[];
  readonly facts: FileFacts;
}

export type FetchOutcome =
  | FetchedArchive
  /** There is no such file, or not yet: monthly ones come up to the middle of the next month, daily ones up to 8 days late. No gap. */
  | { readonly kind: 'not-published' }
  /** Still the edition of `knownEtag`. */
  | { readonly kind: 'unchanged' };

/** Something went wrong that is being dealt with. */
export interface BucketTrouble {
  readonly kind: 'retry' | 'download-again' | 'published-again' | 'unverified' | 'quarantined';
  readonly key: string;
  /** One sentence without its full stop. */
  readonly why: string;
  /** Until it is tried again; 0 where nothing is waited for. */
  readonly waitMs: number;
}

export interface ListOptions {
  readonly signal?: AbortSignal;
}

export interface FetchOptions {
  readonly signal?: AbortSignal;
  /** The edition that is at hand already: if it is still the one, nothing is downloaded. */
  readonly knownEtag?: string;
  /** In bytes of the zip. */
  readonly onProgress?: ProgressListener;
}

export interface BucketOptions {
  /** Of the files, and of the listing as well. Binance's own by default, which are two addresses. */
  readonly baseUrl?: string;
  /** Where zips go that cannot be trusted, each with a JSON file that says why. They are dropped unless told. */
  readonly quarantineDir?: string;
  /** Files that are downloaded at once; 6 unless told. */
  readonly concurrency?: number;
  /** How long the line may be silent, in real time; 30 s unless told. */
  readonly requestTimeoutMs?: number;
  /** How often a request is tried before it is given up; 6 unless told. */
  readonly maxAttempts?: number;
  /** Larger zips are refused, because a file is kept in memory; 64 MiB unless told: a month of minutes has 3, a day of seconds 5. */
  readonly maxFileBytes?: number;
  readonly clock?: Clock;
  readonly backoff?: BackoffOptions;
  readonly onTrouble?: (trouble: BucketTrouble) => void;
}

/** Binance's bulk files at data.binance.vision. */
export interface Bucket {
  /** For provenance: `binance-archive`. */
  readonly name: string;
  /**
   * Every file of a series that touches the range, ascending; empty where the bucket has nothing, or has no such files
   * (candles longer than a day are in monthly ones only).
   * @throws WickError EXCHANGE_UNREACHABLE, EXCHANGE_REFUSED
   */
  list(series: Series, period: ArchivePeriod, range: TimeRange, options?: ListOptions): Promise<ArchiveFile[]>;
  /**
   * Downloads a file, compares it with its checksum, reads all of it. What is given is what the exchange published;
   * what the file lacks is in its facts.
   *
   * @throws WickError ARCHIVE_DAMAGED where the checksum is wrong twice (each time of a fresh download), where the zip or its rows
   * cannot be read; `details` hold `key`, `etag`, `expectedSha256`, `actualSha256`, `quarantinePath` (null unless told where), and `line` for a row
   * @throws WickError EXCHANGE_UNREACHABLE, EXCHANGE_REFUSED, OPTION_INVALID for a file larger than `maxFileBytes`
   */
  fetch(series: Series, file: ArchiveFile, options?: FetchOptions): Promise<FetchOutcome>;
}
