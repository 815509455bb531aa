import { METRICS, type MetricName, WickError } from '@wick/core';
import { finite } from '../metrics/finite.ts';
import {
  AMBIGUOUS_TRADES, BARS_IN_POSITION, BEST_TRADE, CONFLICTING_SIGNALS, FEES_PAID, GAINED, LONG_TRADES, LOSSES, LOST, NO_CASH, NO_PRICE, ORDERS,
  POSITION, PROFIT, SHORT_TRADES, SLIPPAGE_PAID, TRADED, WINS, WORST_TRADE,
} from '../portfolio/whole-position/lane-row.ts';

/** A run at its end: its row, and what the row does not know. */
export interface LaneEnd {
  readonly table: Float64Array;
  readonly row: number;
  readonly bars: number;
  readonly initialCash: number;
  readonly finalValue: number;
  readonly totalReturn: number;
}

type FromRow = (end: LaneEnd) => number;

const closed = ({ table, row }: LaneEnd): number => table[row + LONG_TRADES]! + table[row + SHORT_TRADES]!;
const field = (name: number): FromRow => ({ table, row }) => table[row + name]!;
const winRate: FromRow = (end) => field(WINS)(end) / closed(end);
const payoff: FromRow = (end) => field(GAINED)(end) / field(WINS)(end) / (field(LOST)(end) / field(LOSSES)(end));
const grossProfit: FromRow = (end) => end.finalValue - end.initialCash + field(FEES_PAID)(end) + field(SLIPPAGE_PAID)(end);
const shareOfProfit = (cost: FromRow): FromRow => (end) => (grossProfit(end) > 0 ? cost(end) / grossProfit(end) : Number.NaN);

/**
 * Metrics that the fills alone tell: next to free. Formulas as in `trade-metrics.ts` and `cost-metrics.ts`, over the same sums in
 * the same order; what is not finite there is null.
 */
const FROM_ROW = {
  totalReturn: ({ totalReturn }) => totalReturn,
  finalValue: ({ finalValue }) => finalValue,
  trades: closed,
  longTrades: field(LONG_TRADES),
  shortTrades: field(SHORT_TRADES),
  openTrades: (end) => (field(POSITION)(end) === 0 ? 0 : 1),
  winRate,
  profitFactor: (end) => field(GAINED)(end) / field(LOST)(end),
  payoffRatio: payoff,
  expectancy: (end) => field(PROFIT)(end) / closed(end),
  kelly: (end) => winRate(end) - (1 - winRate(end)) / payoff(end),
  bestTrade: field(BEST_TRADE),
  worstTrade: field(WORST_TRADE),
  feesPaid: field(FEES_PAID),
  slippagePaid: field(SLIPPAGE_PAID),
  feeShare: shareOfProfit(field(FEES_PAID)),
  slippageShare: shareOfProfit(field(SLIPPAGE_PAID)),
  breakEvenCostBps: (end) => (grossProfit(end) / field(TRADED)(end)) * 10_000,
  exposure: (end) => field(BARS_IN_POSITION)(end) / end.bars,
  /* What is counted beside the metrics of a run. */
  orders: field(ORDERS),
  conflictingSignals: field(CONFLICTING_SIGNALS),
  noCash: field(NO_CASH),
  noPrice: field(NO_PRICE),
  ambiguousTrades: field(AMBIGUOUS_TRADES),
} as const satisfies Record<string, FromRow>;

/** Which record of the equity each of these metrics needs. */
const FROM_EQUITY = {
  maxDrawdown: ['drawdown'], averageDrawdown: ['drawdown'], maxDrawdownDurationMs: ['drawdown'], averageDrawdownDurationMs: ['drawdown'],
  openDrawdownDurationMs: ['drawdown'], ulcerIndex: ['drawdown'], calmar: ['drawdown'], ulcerPerformanceIndex: ['drawdown'], recoveryFactor: ['drawdown'],
  sharpe: ['days'], sortino: ['days'], omega: ['days'], probabilisticSharpe: ['days'],
  annualVolatility: ['days'], downsideDeviation: ['days'], valueAtRisk95: ['days'], conditionalValueAtRisk95: ['days'], tailRatio: ['days'],
  skewness: ['days'], kurtosis: ['days'], benchmarkReturn: ['days'], beta: ['days'], alpha: ['days'], informationRatio: ['days'],
  turnover: ['bars'], annualReturnPerBar: ['bars', 'drawdown'], annualVolatilityPerBar: ['bars', 'drawdown'], sharpePerBar: ['bars', 'drawdown'],
  sortinoPerBar: ['bars', 'drawdown'], calmarPerBar: ['bars', 'drawdown'], omegaPerBar: ['bars', 'drawdown'],
  cagr: [],
} as const satisfies Partial<Record<MetricName, readonly EquityPart[]>>;

/** What is gathered while bars pass, each for itself: it costs a few nanoseconds a bar and combination. */
export type EquityPart = 'drawdown' | 'bars' | 'days';

export type RowMetric = keyof typeof FROM_ROW;
export type EquityMetric = keyof typeof FROM_EQUITY;
export type SweepMetric = RowMetric | EquityMetric;

/** Every metric that a sweep can compute, in the order of a backtest's and with the counts of a sweep behind them. */
export const SWEEP_METRICS: readonly SweepMetric[] = [
  ...Object.keys(METRICS).filter(isSweepMetric),
  ...(Object.keys(FROM_ROW) as RowMetric[]).filter((name) => !(name in METRICS)),
];

export function isSweepMetric(name: string): name is SweepMetric {
  return Object.hasOwn(FROM_ROW, name) || Object.hasOwn(FROM_EQUITY, name);
}

export const isRowMetric = (name: SweepMetric): name is RowMetric => Object.hasOwn(FROM_ROW, name);

const WITHOUT_SUMS: ReadonlySet<SweepMetric> = new Set([
  'totalReturn', 'finalValue', 'openTrades', 'exposure', 'orders', 'conflictingSignals', 'noCash', 'noPrice',
]);

/** Does a metric need the sums over fills and trades? The others are made of the cash, the position and the equity. */
export const needsSums = (name: SweepMetric): boolean =>
  isRowMetric(name) ? !WITHOUT_SUMS.has(name) : name === 'turnover';

/** NaN where it is not defined. */
export const rowMetric = (name: RowMetric, end: LaneEnd): number => finite(FROM_ROW[name](end)) ?? Number.NaN;

/** What has to be gathered for some metrics. */
export const partsFor = (metrics: readonly SweepMetric[]): ReadonlySet<EquityPart> =>
  new Set(metrics.flatMap((name): readonly EquityPart[] => (isRowMetric(name) ? [] : FROM_EQUITY[name])));

/** @throws WickError OPTION_INVALID that names a metric which a sweep does not have */
export function requireSweepMetrics(names: readonly string[]): SweepMetric[] {
  const unknown = names.find((name) => !isSweepMetric(name));
  if (unknown === undefined) return [...new Set(names.filter(isSweepMetric))];
  const isOfRun = Object.hasOwn(METRICS, unknown);
  throw new WickError('OPTION_INVALID', isOfRun ? `A sweep does not compute ${unknown}.` : `There is no metric ${unknown}.`, {
    remedy: isOfRun ? 'Ask for it in the full result of the combinations that matter.' : `Choose from ${SWEEP_METRICS.join(', ')}.`,
    details: { metric: unknown },
  });
}
