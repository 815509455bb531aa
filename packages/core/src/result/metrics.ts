/** What a run is judged by. `null` where it is not defined, never ±∞ or NaN. How each is computed: `METRICS`. */
export interface Metrics
  extends ReturnMetrics, RiskMetrics, DrawdownMetrics, RatioMetrics, TradeMetrics, CostMetrics, BenchmarkMetrics, PerBarMetrics {}

export interface ReturnMetrics {
  readonly totalReturn: number | null;
  readonly cagr: number | null;
  readonly finalValue: number;
}

/** The spread of daily returns. */
export interface RiskMetrics {
  readonly annualVolatility: number | null;
  readonly downsideDeviation: number | null;
  readonly valueAtRisk95: number | null;
  readonly conditionalValueAtRisk95: number | null;
  readonly tailRatio: number | null;
  readonly skewness: number | null;
  readonly kurtosis: number | null;
}

/** How far below its peak the equity was, and for how long. */
export interface DrawdownMetrics {
  readonly maxDrawdown: number | null;
  readonly averageDrawdown: number | null;
  readonly maxDrawdownDurationMs: number | null;
  readonly averageDrawdownDurationMs: number | null;
  /** null: the run ends at its peak. A number: the last drawdown is not over, and its durations are so far. */
  readonly openDrawdownDurationMs: number | null;
  readonly ulcerIndex: number | null;
}

/** Return weighed by risk. */
export interface RatioMetrics {
  readonly sharpe: number | null;
  readonly sortino: number | null;
  readonly calmar: number | null;
  readonly ulcerPerformanceIndex: number | null;
  readonly recoveryFactor: number | null;
  readonly omega: number | null;
  readonly probabilisticSharpe: number | null;
}

export interface TradeMetrics {
  readonly trades: number;
  readonly longTrades: number;
  readonly shortTrades: number;
  readonly openTrades: number;
  readonly winRate: number | null;
  readonly profitFactor: number | null;
  readonly payoffRatio: number | null;
  readonly expectancy: number | null;
  readonly expectancyR: number | null;
  readonly systemQualityNumber: number | null;
  readonly kelly: number | null;
  readonly bestTrade: number | null;
  readonly worstTrade: number | null;
  readonly longestWinStreak: number;
  readonly longestLossStreak: number;
  readonly averageMae: number | null;
  readonly averageMfe: number | null;
  readonly averageDurationMs: number | null;
}

/** How much was traded, and what that cost. */
export interface CostMetrics {
  readonly exposure: number | null;
  readonly turnover: number | null;
  readonly feesPaid: number;
  readonly slippagePaid: number;
  /** null where no funding was charged; below zero if more was received than paid. */
  readonly fundingPaid: number | null;
  readonly feeShare: number | null;
  readonly slippageShare: number | null;
  readonly fundingShare: number | null;
  readonly breakEvenCostBps: number | null;
}

/** Against holding the same instrument. */
export interface BenchmarkMetrics {
  readonly benchmarkReturn: number | null;
  readonly beta: number | null;
  readonly alpha: number | null;
  readonly informationRatio: number | null;
}

/** A second convention, to compare with vectorbt: from the bars' own returns instead of daily ones. */
export interface PerBarMetrics {
  readonly annualReturnPerBar: number | null;
  readonly annualVolatilityPerBar: number | null;
  readonly sharpePerBar: number | null;
  readonly sortinoPerBar: number | null;
  readonly calmarPerBar: number | null;
  readonly omegaPerBar: number | null;
}

export type MetricName = keyof Metrics;
