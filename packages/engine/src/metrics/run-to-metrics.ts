import type { Execution, Fill, Metrics, Trade } from '@wick/core';
import { activityMetrics } from './activity-metrics.ts';
import type { EquitySummary } from './equity-statistics.ts';
import { returnMetrics } from './return-metrics.ts';
import { riskMetrics } from './risk-metrics.ts';
import { tradeMetrics } from './trade-metrics.ts';

/** What a run leaves behind that metrics are made of. */
export interface RunRecord {
  readonly execution: Execution;
  readonly equity: EquitySummary;
  readonly finalValue: number;
  readonly barsInPosition: number;
  readonly fills: readonly Fill[];
  readonly trades: readonly Trade[];
}

/** A finished run → its metrics, by the conventions of core's `METRICS`. */
export function runToMetrics({ execution, equity, finalValue, barsInPosition, fills, trades }: RunRecord): Metrics {
  const returns = returnMetrics(execution.initialCash, finalValue, equity.spanMs);
  return {
    ...returns,
    ...riskMetrics(equity, returns.cagr, execution),
    ...tradeMetrics(trades),
    ...activityMetrics(fills, barsInPosition, equity.bars),
  };
}
