import type { CandleBatch, Column, Series, TimeRange } from '@wick/core';

/** A run of stored candles, by the open times of the first and the last one. */
export interface CandleRun {
  readonly firstOpenTimeMs: number;
  readonly lastOpenTimeMs: number;
}

/** What a write changed in one period of a series. */
export interface Revision {
  /** Ascending within a series. */
  readonly id: number;
  readonly series: Series;
  readonly period: TimeRange;
  readonly source: string;
  /** Of the file, hexadecimal; null where there was none. */
  readonly sha256: string | null;
  readonly writtenAtMs: number;
  /**
   * Whether it only added candles after all others. Such a revision, while it is the newest one of its series, is extended
   * by writes that bring more of the same period and source and nothing else, so that live candles do not leave one each.
   */
  readonly grows: boolean;
  readonly added: number;
  readonly revised: number;
  /** Runs of candles, all of which were added. */
  readonly addedRuns: readonly CandleRun[];
  /** The first and the last candle that was added or revised. */
  readonly changed: CandleRun;
}

/** What differs between two states of a series. */
export interface CandleDifferences {
  readonly added: readonly (CandleRun & { readonly candles: number })[];
  readonly removed: readonly (CandleRun & { readonly candles: number })[];
  readonly changed: readonly CandleChange[];
}

export interface CandleChange {
  readonly openTimeMs: number;
  readonly column: Column | 'closeTimeMs';
  /** Decimal texts; null is unknown. */
  readonly before: string | null;
  readonly after: string | null;
}

/** The history of what is stored. It begins with the first write that this version of wick, or a later one, did. */
export interface RevisionLedger {
  /** Newest first; with a range, those that changed candles in it. */
  list(series: Series, range?: Partial<TimeRange>, limit?: number): Promise<Revision[]>;
  /**
   * The candles as they were right after a revision; 0 stands for the time before the first one. Of a revision that grows,
   * after its last growth: to pin a moment before that, end the range there, because growth changes nothing that was there.
   *
   * @throws WickError OPTION_INVALID if the series has no such revision
   */
  candlesAt(series: Series, revisionId: number, range?: Partial<TimeRange>): AsyncIterable<CandleBatch>;
  /**
   * What became of the state after one revision until the state after another one, or until now.
   * @throws WickError OPTION_INVALID if the series has no such revision
   */
  diff(series: Series, from: number, to: number | 'now', range?: Partial<TimeRange>): Promise<CandleDifferences>;
}
