import type { Exchange, Market } from '../candle/series.ts';

/** A perpetual contract, whose holders pay or receive funding. */
export interface FundingContract {
  readonly exchange: Exchange;
  readonly market: Exclude<Market, 'spot'>;
  readonly symbol: string;
}

/** Funding payments of a contract as columns of equal length; times strictly ascending. */
export interface FundingRates {
  readonly contract: FundingContract;
  readonly length: number;
  /** When it was paid, as the exchange writes it: some milliseconds after the full hour. */
  readonly timeMs: Float64Array;
  /** Share of the position's value that longs pay to shorts, such as 0.0001; negative the other way round. */
  readonly rate: Float64Array;
  /** Mark price at that time; NaN where the exchange does not say (before 2023-10-31, and in archives). */
  readonly markPrice: Float64Array;
}
