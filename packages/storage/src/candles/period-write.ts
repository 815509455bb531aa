import type { WriteOptions } from '@wick/core';
import type { PeriodBatch } from '../period/period.ts';
import type { PeriodSummary } from './period-summary.ts';
import type { StoredSeries } from './stored-series.ts';

/** Where written candles come from, when, and which value wins: the same for all candles of a write. */
export interface WriteTerms {
  readonly sourceId: number;
  /** Of the file; null where there is none. */
  readonly fileSha256: Buffer | null;
  readonly writtenAtMs: number;
  readonly conflict: WriteOptions['conflict'];
}

/** What a write brings to one period. */
export interface PeriodWrite extends PeriodBatch {
  readonly stored: StoredSeries;
  readonly terms: WriteTerms;
  /** undefined for a period that has no candles yet. */
  readonly summary: PeriodSummary | undefined;
}
