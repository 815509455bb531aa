import type { CandleBatch } from '../candle/candle-batch.ts';
import type { Series } from '../candle/series.ts';

/** What a finding means for a reader of the candles, gravest first. */
export const SEVERITIES = [
  /** Values that contradict each other: one of them is wrong. */
  'error',
  /** Nothing impossible, but a result that rests on it should be looked at. */
  'warning',
  /** Worth knowing; markets and exchanges do this. */
  'note',
] as const;
export type Severity = (typeof SEVERITIES)[number];

export const CHECKS = ['prices', 'times', 'grid', 'closing-times', 'gaps', 'zero-volume', 'columns', 'repeats', 'jumps', 're-aggregation'] as const;
export type CheckName = (typeof CHECKS)[number];

/** A run of candles of which a finding is true, one after another as they are stored. */
export interface Place {
  /** Open time of its first candle. */
  readonly fromMs: number;
  /** Open time of its last candle. */
  readonly toMs: number;
  readonly candles: number;
}

/** One thing that is wrong or worth knowing, with all the places where it is so. */
export interface Finding {
  readonly check: CheckName;
  readonly severity: Severity;
  readonly series: Series;
  /** Open times of the first and the last candle concerned. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Candles concerned; for gaps, the candles that are missing. */
  readonly count: number;
  /** One sentence. */
  readonly message: string;
  /** One case with its values. */
  readonly example: string;
  /** The runs in ascending order; no more than {@link PLACES_KEPT} are kept, and `places.length < runs` tells. */
  readonly places: readonly Place[];
  readonly runs: number;
}

export const PLACES_KEPT = 1_000;

/** A check of one series: takes its candles in ascending batches, and says at the end what it found. */
export interface CandleCheck {
  /** @param firstRow number of the first row of the batch, counted from the first one that was pushed */
  push(batch: CandleBatch, firstRow: number): void;
  findings(): Finding[];
}
