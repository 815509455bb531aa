import type { Series } from '../candle/series.ts';

/** What became of an edition of an archive file. */
export interface ArchiveRecord {
  /** Such as `data/spot/monthly/klines/BTCUSDT/1m/BTCUSDT-1m-2024-11.zip`. */
  readonly key: string;
  /** Of this edition: another ETag under the same key is a file that was published again. */
  readonly etag: string;
  /** Of the file's bytes, hexadecimal; null where it was never whole. */
  readonly sha256: string | null;
  readonly state: 'imported' | 'quarantined';
  /** Why it is in quarantine, one sentence; else null. */
  readonly detail: string | null;
  readonly atMs: number;
}

/** Which archive files were read, so that each edition is read once. */
export interface ArchiveLedger {
  /** The newest record of each key, ordered by key. */
  archives(series: Series): Promise<ArchiveRecord[]>;
  recordArchive(series: Series, record: ArchiveRecord): Promise<void>;
}
