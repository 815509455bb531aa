import type { CandleBatch } from '../candle/candle-batch.ts';
import type { Series } from '../candle/series.ts';

/** Half-open range of open times. */
export interface TimeRange {
  readonly fromMs: number;
  readonly toMs: number;
}

/** History: a range of closed candles of one series. */
export interface CandleSource {
  /** For provenance, such as `binance-rest`. */
  readonly name: string;
  /**
   * Closed candles with open times in `range`, ascending, in batches of any size. An open candle is never given.
   * Candles that the exchange does not have are simply absent.
   */
  candles(series: Series, range: TimeRange, options?: { signal?: AbortSignal }): AsyncIterable<CandleBatch>;
}

/** The present: candles as they close, for many series at once. */
export interface LiveCandleSource {
  readonly name: string;
  /**
   * Every candle that closes from now on, each once per series and ascending within a series; what was missed during
   * a disconnect is fetched and given before newer candles. Only a candle that the exchange has contradicted comes again,
   * alone in its batch, with the values that hold. Ends when `signal` aborts.
   */
  closedCandles(series: readonly Series[], options: { signal: AbortSignal }): AsyncIterable<CandleBatch>;
}
