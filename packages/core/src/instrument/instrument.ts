import type { Series } from '../candle/series.ts';

/** What a ticker stands for: exchanges give tickers of dead coins to other coins (LUNA in 2022). */
export type Ticker = Pick<Series, 'exchange' | 'market' | 'symbol'>;

/** One thing that was traded under a ticker, for a time. */
export interface Instrument extends Ticker {
  /** First open time that belongs to it; null for "from the beginning". */
  readonly fromMs: number | null;
  /** First open time that does not belong to it any more; null while it is traded. */
  readonly toMs: number | null;
  /** How it is known, one sentence. */
  readonly reason: string;
}
