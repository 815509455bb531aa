import type { CandleBatch } from '../candle/candle-batch.ts';
import type { Column } from '../candle/candle.ts';
import type { Series } from '../candle/series.ts';
import type { Frame } from '../frame/frame.ts';
import type { CoverageGap } from '../frame/gap.ts';
import type { TimeRange } from './candle-source.ts';
import type { Provenance } from './provenance.ts';

/** What a write did, in candles: `received = added + unchanged + revised`, and `+ kept` where conflicts were not to replace anything. */
export interface WriteReport {
  readonly received: number;
  readonly added: number;
  /** Already stored with the same values. */
  readonly unchanged: number;
  /** Already stored with other values, which were replaced, or with unknown values, which were filled in. */
  readonly revised: number;
  /** Already stored with other values, which stayed: only where the write was told so. */
  readonly kept?: number;
}

export interface WriteOptions {
  /** What becomes of a stored value when another known one comes; `replace` unless told. Unknown values are filled in either way. */
  readonly conflict?: 'replace' | 'keep';
}

/** What is stored of a series. */
export interface Coverage {
  readonly series: Series;
  readonly candles: number;
  /** null where nothing is stored. */
  readonly firstOpenTimeMs: number | null;
  readonly lastOpenTimeMs: number | null;
  /** Between the first and the last candle, each with its reason as far as it is known. */
  readonly gaps: readonly CoverageGap[];
  /** What is known of the time before the first candle and after the last one. */
  readonly outside: readonly CoverageGap[];
  /** Candles missing in all gaps. */
  readonly missing: number;
  /** Candles that do not open on the grid of their interval. */
  readonly offGrid: number;
}

/** Where candles are kept. Times and values come back exactly as they were written. */
export interface CandleStore {
  /**
   * Writes closed candles, all or nothing. Writing the same candles again changes nothing.
   * A known value is never replaced by an unknown one.
   *
   * @param provenance a text is the name of a source
   * @throws WickError CANDLES_DAMAGED for times that do not ascend or prices that are no numbers, with nothing written
   */
  write(batch: CandleBatch, provenance: string | Provenance, options?: WriteOptions): Promise<WriteReport>;
  /**
   * The same for candles of many series at once, all or nothing, in about the time of one write: what live candles need.
   * A series may come once only.
   */
  writeAll(batches: readonly CandleBatch[], provenance: string | Provenance): Promise<WriteReport[]>;
  /** A range as a frame, with prices, volume and the other `columns` asked for. Empty if nothing is stored there. */
  frame(series: Series, range?: Partial<TimeRange>, columns?: readonly Column[]): Promise<Frame>;
  /** The same range as stored, with exact decimals, for checks and exports, in ascending batches. */
  candles(series: Series, range?: Partial<TimeRange>): AsyncIterable<CandleBatch>;
  coverage(series: Series): Promise<Coverage>;
  /** Of every series of which candles are stored, ordered by key. */
  coverages(): Promise<Coverage[]>;
  /** Every series of which candles are stored, ordered by key. */
  series(): Promise<Series[]>;
}
