import type { Column, Progress, ProgressListener, Series } from '@wick/core';

/** A file by its path, or its bytes in memory under the name that it has elsewhere. */
export type ArchiveSource = string | { readonly name: string; readonly bytes: Uint8Array };

export const nameOfSource = (source: ArchiveSource): string => (typeof source === 'string' ? source : source.name);

export interface ArchiveOptions {
  /** What the file holds, where its name does not say so or says it wrongly. */
  readonly series?: Partial<Series>;
  readonly signal?: AbortSignal;
  /** Told after every piece of the file, in bytes of the file. */
  readonly onProgress?: ProgressListener;
  /** Rows a batch at most; 16,384 unless told. */
  readonly batchRows?: number;
}

/** What was learned about a file by reading it to its end. */
export interface ArchiveFacts {
  readonly series: Series;
  readonly candles: number;
  /** Repetitions of a row, dropped. */
  readonly duplicates: number;
  readonly hasHeader: boolean;
  readonly timeUnit: 'ms' | 'µs';
  /** Columns that are empty in every row: unknown, not zero. */
  readonly unknownColumns: readonly (Column | 'closeTime')[];
  /** Columns of the header that mean nothing here. */
  readonly ignoredColumns: readonly string[];
}

/** The path's last part with how far the reading is. */
export const bytesProgress = (label: string, done: number, total: number): Progress => ({ label, done, total, unit: 'bytes' });
