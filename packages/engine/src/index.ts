/**
 * The engine of wick: frame + strategy → result.
 * candles → indicators → signals → orders → fills → portfolio → metrics, block by block, causal and deterministic.
 */

// backtest: a whole frame at once, with a strategy or with signals from outside.
export * from './backtest.ts';
export * from './backtest-portfolio.ts';
export { ENGINE_VERSION } from './backtest-manifest.ts';

// run: the same engine fed with blocks, as they come.
export * from './backtest-run.ts';

// signals: what a strategy wants at each bar, and any single expression over a frame.
export { createSignalStream, type SignalStream, type SignalStreamOptions } from './signals/signal-stream.ts';
export { computeCondition, computeSeries, computeSeriesOf } from './signals/compute-expression.ts';

// portfolio: signals → orders → fills → trades, and the options of a run as small models.
export * from './portfolio/simulation.ts';
export * from './portfolio/portfolio.ts';
export * from './portfolio/weight-to-targets.ts';
export type { MarketBlock, OrderColumns } from './portfolio/instrument.ts';
export type { EquityOption } from './portfolio/equity-record.ts';
export type { PortfolioState } from './portfolio/portfolio-state.ts';
export { createLaneSimulation } from './portfolio/whole-position/lane-simulation.ts';
export { type RunTotals, type SignalRunInput, simulateMany, type SimulateManyOptions } from './portfolio/whole-position/simulate-many.ts';
export { isWholePosition } from './portfolio/whole-position/lane-rules.ts';
export type { PositionRules } from './portfolio/position-rules.ts';

// records: filled orders as columns, and everything that follows from them: trades, positions, series.
export * from './records/arithmetic.ts';
export * from './records/order-records.ts';
export { LONG, SHORT, type TradeRecords } from './records/trade-records.ts';
export type { DrawdownRecords } from './records/value-to-drawdowns.ts';
export * from './records/account-records.ts';
export { type RowsOf } from './records/orders-by-instrument.ts';

// sweep: one strategy over many combinations of its parameters.
export * from './sweep/sweep.ts';
export {
  DEFAULT_MAX_COMBINATIONS, DEFAULT_MEMORY_MB, DEFAULT_SWEEP_METRICS, type PortionBounds, readSweep, type SweepOptions,
} from './sweep/sweep-job.ts';
export { planSweep, type PlanSweepOptions, type SweepPlan } from './sweep/sweep-plan.ts';
export type { RunSweepOptions, SweepProgress } from './sweep/sweep-run.ts';
export { isSweepMetric, requireSweepMetrics, SWEEP_METRICS, type SweepMetric } from './sweep/sweep-metrics.ts';
export { createCollector, type SweepResult, topRows } from './sweep/sweep-result.ts';
export type { PortionColumns } from './sweep/run-portion.ts';

// metrics: equity, trades and fills → what a run is judged by.
export * from './metrics/equity-statistics.ts';
export { barMetrics, BAR_METRIC_NAMES, type BarMetricOptions } from './metrics/bar-metrics.ts';
export { runToMetrics, type RunRecord } from './metrics/run-to-metrics.ts';
export { SettledTrades } from './metrics/settled-trades.ts';

// significance: how much of a result is luck, from one run or from many trials.
export * from './metrics/probabilistic-sharpe.ts';
export * from './metrics/deflated-sharpe.ts';
export * from './metrics/probability-of-overfitting.ts';
export * from './metrics/walk-forward-efficiency.ts';
