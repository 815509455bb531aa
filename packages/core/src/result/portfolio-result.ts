import type { Gap } from '../frame/gap.ts';
import type { Interval } from '../interval/interval.ts';
import type { Fill, Refusals } from '../order/order.ts';
import type { Trade } from '../trade/trade.ts';
import type { Metrics } from './metrics.ts';
import type { Manifest } from './result.ts';

/** How often positions are brought back to their weights; `never`: they are bought once. */
export type RebalanceEvery = Interval | 'never';

/** Weights that a portfolio was asked to keep. */
export interface Rebalancing {
  /** Share of the equity of each market, as they are listed; negative is short. */
  readonly weights: readonly number[];
  readonly every: RebalanceEvery;
}

/** What became of one of several markets that share an account. Bars count on the time axis of the whole portfolio. */
export interface MarketResult {
  /** What was computed on this market. */
  readonly manifest: Manifest;
  readonly trades: readonly Trade[];
  readonly fills: readonly Fill[];
  /** Of each fill, its place among those of the whole portfolio. */
  readonly sequence: readonly number[];
  readonly refusals: Refusals;
  readonly ambiguousTrades: number;
  readonly gaps: readonly Gap[];
  readonly barsInPosition: number;
  /** Only where funding was charged: quote asset, below zero if more was received. The profit of trades is before it. */
  readonly fundingPaid?: number;
  /** Base asset, at the end. */
  readonly position: number;
  /** Its candles end before those of others while a position is open: that is marked at its last close to the end. */
  readonly endsInPosition: boolean;
}

/** A backtest of several markets with one cash. Columns have one value a bar of the time axis: each opening time that some market has. */
export interface PortfolioResult {
  readonly metrics: Metrics;
  readonly markets: readonly MarketResult[];
  readonly refusals: Refusals;
  readonly openTimeMs: Float64Array;
  /** Cash + Σ position × last close, in the quote asset. */
  readonly equity: Float64Array;
  /** Quote asset, at the end. */
  readonly cash: number;
  readonly assumptions: readonly string[];
}
