import type { Series } from '../candle/series.ts';
import type { Gap } from '../frame/gap.ts';
import type { Execution } from '../order/execution.ts';
import type { Fill, Refusals } from '../order/order.ts';
import type { SignalsOrigin } from '../signal/signals-origin.ts';
import type { PositionRules } from '../strategy/position-rules.ts';
import type { Strategy } from '../strategy/strategy.ts';
import type { Trade } from '../trade/trade.ts';
import type { Metrics } from './metrics.ts';

/** What a run was computed from: the same manifest gives the same bytes. Holds no time of day and no path. */
export interface Manifest {
  readonly engineVersion: string;
  readonly series: Series;
  readonly datasetHash: string;
  readonly candles: number;
  /** null for a run over no candles. */
  readonly firstOpenTimeMs: number | null;
  readonly lastOpenTimeMs: number | null;
  readonly gaps: number;
  readonly missing: number;
  /** null for a run of signals from outside, as are its text and its hash. */
  readonly strategy: Strategy | null;
  readonly strategyText: string | null;
  readonly strategyHash: string | null;
  /** null for a run of a strategy. */
  readonly signals: SignalsManifest | null;
  readonly execution: Execution;
  /** Only where funding was charged. */
  readonly funding?: FundingManifest;
  /** Bars at the start on which some rule could not be known yet. */
  readonly warmupBars: number;
  /** What nobody asked for and was assumed, one sentence each. */
  readonly assumptions: readonly string[];
}

/** The funding of a run. */
export interface FundingManifest {
  /** Of the rates that were given: contract, times, rates and mark prices. */
  readonly hash: string;
  /** Payments in the time of the run's bars, whether or not a position was held. */
  readonly payments: number;
  /** Of those that were given, the first and the last; null for none. */
  readonly firstTimeMs: number | null;
  readonly lastTimeMs: number | null;
}

/** The signals of a run that no strategy gave. */
export interface SignalsManifest {
  /** Of the signals that were acted on, bar by bar: `signalsHash`. */
  readonly hash: string;
  /** How much to hold, and which stops protect it. */
  readonly rules: PositionRules;
  /** null where the caller does not say what they were read from. */
  readonly origin: SignalsOrigin | null;
}

/** A whole backtest. Columns have one value a bar. */
export interface BacktestResult {
  readonly manifest: Manifest;
  readonly metrics: Metrics;
  readonly trades: readonly Trade[];
  readonly fills: readonly Fill[];
  readonly refusals: Refusals;
  /** Trades that an ambiguous bar decided, by the worse of the two prices. */
  readonly ambiguousTrades: number;
  /** Opening time of each bar. */
  readonly openTimeMs: Float64Array;
  /** Equity at each bar's close, in the quote asset. */
  readonly equity: Float64Array;
  readonly gaps: readonly Gap[];
}
