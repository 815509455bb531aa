/** One closed candle, as a row. Columns ({@link CandleBatch}) carry candles in bulk; rows are for single ones. */
export interface Candle {
  readonly openTimeMs: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  /** In units of the base asset. */
  readonly volume: number;
  /** NaN where the source does not say. */
  readonly closeTimeMs: number;
  /** In units of the quote asset; NaN where the source does not say. */
  readonly quoteVolume: number;
  /** Number of trades; NaN where the source does not say. */
  readonly trades: number;
  readonly takerBuyVolume: number;
  readonly takerBuyQuoteVolume: number;
}

/** Columns that every source has. */
export const PRICE_COLUMNS = ['open', 'high', 'low', 'close', 'volume'] as const;
/** Columns that some sources leave empty: NaN, never zero. */
export const DETAIL_COLUMNS = ['quoteVolume', 'trades', 'takerBuyVolume', 'takerBuyQuoteVolume'] as const;
/** Every column a strategy can read. */
export const COLUMNS = [...PRICE_COLUMNS, ...DETAIL_COLUMNS] as const;

export type PriceColumn = (typeof PRICE_COLUMNS)[number];
export type Column = (typeof COLUMNS)[number];
