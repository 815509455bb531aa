import type { PeriodBatch } from '../period/period.ts';
import type { PeriodSummary } from './period-summary.ts';
import type { StoredSeries } from './stored-series.ts';

/** What a write brings to one period. */
export interface PeriodWrite extends PeriodBatch {
  readonly stored: StoredSeries;
  readonly sourceId: number;
  /** undefined for a period that has no candles yet. */
  readonly summary: PeriodSummary | undefined;
}
