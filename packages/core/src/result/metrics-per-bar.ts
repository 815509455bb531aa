import type { MetricUnit } from './metric-conventions.ts';

/**
 * What a run is judged by where it is compared with vectorbt: a convention of its own, from the bars' own returns and from the
 * trades as they are recorded order by order. `null` where it is not defined, never ±∞ or NaN. How each is computed:
 * {@link BAR_METRICS}.
 */
export type BarMetrics = { readonly [Name in BarMetricName]: number | null };

export interface BarMetricInfo {
  readonly title: string;
  readonly unit: MetricUnit;
  /** How it is computed, in a sentence that can be printed beside it. */
  readonly convention: string;
}

type Row = readonly [title: string, unit: MetricUnit, convention: string];

const RETURNS = {
  totalProfit: ['Total profit', 'quote', 'received − paid over all orders, and what is held at the last close'],
  totalReturn: ['Total return', 'share', 'total profit / initial cash'],
  finalValue: ['Final value', 'quote', 'initial cash + total profit'],
  annualReturn: ['Annual return', 'share', 'Π(1 + r)^(bars per year / bars) − 1'],
  annualVolatility: ['Annual volatility', 'share', 'sample deviation of r × √bars per year'],
  sharpe: ['Sharpe ratio', 'ratio', 'mean / sample deviation of r × √bars per year, no risk-free rate'],
  sortino: ['Sortino ratio', 'ratio', 'mean of r × bars per year / downside risk, target 0'],
  calmar: ['Calmar ratio', 'ratio', 'annual return / |max drawdown|'],
  omega: ['Omega ratio', 'ratio', 'sum of gains / |sum of losses| among r, threshold 0'],
  downsideRisk: ['Downside risk', 'share', '√mean of min(r, 0)² over all bars × √bars per year'],
  valueAtRisk95: ['Value at risk 95', 'share', '5% quantile of r, interpolated linearly'],
  conditionalValueAtRisk95: ['Conditional VaR 95', 'share', 'mean of the ⌊0.05 × (bars − 1)⌋ + 1 smallest r'],
  tailRatio: ['Tail ratio', 'ratio', '|95% quantile| / |5% quantile| of r'],
  maxDrawdown: ['Max drawdown', 'share', 'lowest Π(1 + r) against its highest before, from the first bar’s close on'],
} as const satisfies Record<string, Row>;

const DRAWDOWNS = {
  drawdowns: ['Drawdowns', 'count', 'falls of the equity below a peak, from the first bar’s close on, the open one included'],
  deepestDrawdown: ['Deepest drawdown', 'share', '(lowest equity − peak) / peak, the lowest of all drawdowns'],
  averageDrawdown: ['Average drawdown', 'share', '(lowest equity − peak) / peak, mean of all drawdowns'],
  maxDrawdownDurationMs: ['Longest drawdown', 'ms', 'from the bar after the peak to the recovery, or through the last bar, in bars × interval'],
  averageDrawdownDurationMs: ['Average drawdown time', 'ms', 'as the longest, mean of all drawdowns'],
} as const satisfies Record<string, Row>;

const TRADES = {
  trades: ['Trades', 'count', 'orders that closed a position or a part of it, and what is open'],
  closedTrades: ['Closed trades', 'count', 'orders that closed a position or a part of it'],
  openTrades: ['Open trades', 'count', 'positions open at the end, valued at the last close without a fee'],
  openProfit: ['Open profit', 'quote', 'of open trades'],
  winRate: ['Win rate', 'share', 'trades with a profit after fees / trades, open ones included'],
  closedWinRate: ['Win rate, closed', 'share', 'closed trades with a profit after fees / closed trades'],
  profitFactor: ['Profit factor', 'ratio', 'sum of gains / |sum of losses|, open trades included'],
  closedProfitFactor: ['Profit factor, closed', 'ratio', 'sum of gains / |sum of losses| of closed trades'],
  expectancy: ['Expectancy', 'quote', 'win rate × average gain − (1 − win rate) × |average loss|, open trades included'],
  closedExpectancy: ['Expectancy, closed', 'quote', 'win rate × average gain − (1 − win rate) × |average loss| of closed trades'],
  systemQualityNumber: ['System quality number', 'ratio', '√trades × mean profit / sample deviation of profits, open trades included'],
  averageDurationBars: ['Average duration', 'count', 'bars from entry to exit, through the last bar while open'],
  maxDurationBars: ['Longest trade', 'count', 'bars from entry to exit, through the last bar while open'],
  bestTrade: ['Best trade', 'share', 'highest profit / entry value of closed trades'],
  worstTrade: ['Worst trade', 'share', 'lowest profit / entry value of closed trades'],
  averageWin: ['Average win', 'share', 'mean profit / entry value of closed trades with a profit'],
  averageLoss: ['Average loss', 'share', 'mean profit / entry value of closed trades with a loss'],
  averageWinDurationMs: ['Average win time', 'ms', 'closed trades with a profit, bars × interval'],
  averageLossDurationMs: ['Average loss time', 'ms', 'closed trades with a loss, bars × interval'],
} as const satisfies Record<string, Row>;

const ACCOUNT = {
  feesPaid: ['Fees paid', 'quote', 'all orders, in order of execution'],
  maxGrossExposure: ['Max gross exposure', 'share', 'highest Σ |position × close| / (that + free cash); a short of value v ties up 2v of the cash'],
  benchmarkReturn: ['Holding instead', 'share', 'last close / first close − 1, all instruments in equal parts, without costs'],
  benchmarkCompoundedReturn: ['Holding, compounded', 'share', 'Π(1 + return of each bar) − 1 of holding: the last digits differ from last / first'],
} as const satisfies Record<string, Row>;

const ROWS = { ...RETURNS, ...DRAWDOWNS, ...TRADES, ...ACCOUNT };

export type BarMetricName = keyof typeof ROWS;

/**
 * The metrics of the convention per bar and how each is computed. `r` are the simple returns of the equity at the bars' closes,
 * the first against the initial cash; sums run in the order of the bars and of the trades.
 */
export const BAR_METRICS = Object.fromEntries(
  Object.entries(ROWS).map(([name, [title, unit, convention]]) => [name, { title, unit, convention }]),
) as { readonly [Name in BarMetricName]: BarMetricInfo };
