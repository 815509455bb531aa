import type { CandleBatch } from '../candle/candle-batch.ts';
import type { Column } from '../candle/candle.ts';
import type { Series } from '../candle/series.ts';
import type { Frame } from '../frame/frame.ts';
import type { Gap } from '../frame/gap.ts';
import type { TimeRange } from './candle-source.ts';

/** What a write did, in candles: `received = added + unchanged + revised`. */
export interface WriteReport {
  readonly received: number;
  readonly added: number;
  /** Already stored with the same values. */
  readonly unchanged: number;
  /** Already stored with other values, which were replaced, or with unknown values, which were filled in. */
  readonly revised: number;
}

/** What is stored of a series. Gaps lie between the first and the last candle. */
export interface Coverage {
  readonly series: Series;
  readonly candles: number;
  /** null where nothing is stored. */
  readonly firstOpenTimeMs: number | null;
  readonly lastOpenTimeMs: number | null;
  readonly gaps: readonly Gap[];
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
   * @param source provenance, such as `archive:BTCUSDT-1h-2024-11.csv`
   * @throws WickError CANDLES_DAMAGED for times that do not ascend or prices that are no numbers, with nothing written
   */
  write(batch: CandleBatch, source: string): Promise<WriteReport>;
  /** A range as a frame, with prices, volume and the other `columns` asked for. Empty if nothing is stored there. */
  frame(series: Series, range?: Partial<TimeRange>, columns?: readonly Column[]): Promise<Frame>;
  /** The same range as stored, with exact decimals, for checks and exports, in ascending batches. */
  candles(series: Series, range?: Partial<TimeRange>): AsyncIterable<CandleBatch>;
  coverage(series: Series): Promise<Coverage>;
  /** Every series of which candles are stored, ordered by key. */
  series(): Promise<Series[]>;
}
