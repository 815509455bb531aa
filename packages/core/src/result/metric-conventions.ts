import type {
  BenchmarkMetrics, CostMetrics, DrawdownMetrics, MetricName, PerBarMetrics, RatioMetrics, ReturnMetrics, RiskMetrics, TradeMetrics,
} from './metrics.ts';

/** A `share` of 0.1 is 10%; `bps` are hundredths of a percent; `quote` is money in the quote asset. */
export type MetricUnit = 'share' | 'ratio' | 'count' | 'quote' | 'bps' | 'ms';

/** Groups in the order in which they are shown, with their headings. */
export const METRIC_GROUPS = {
  return: 'Return',
  ratio: 'Return for risk',
  risk: 'Risk',
  drawdown: 'Drawdown',
  trade: 'Trades',
  cost: 'Activity and costs',
  benchmark: 'Against holding',
  perBar: 'Per bar, as vectorbt annualises',
} as const;

export type MetricGroup = keyof typeof METRIC_GROUPS;

export interface MetricInfo {
  readonly title: string;
  readonly unit: MetricUnit;
  readonly group: MetricGroup;
  /** How it is computed, in a sentence that is printed beside it. */
  readonly convention: string;
  /** Shown where there is room for a few only. */
  readonly isKey: boolean;
}

/** `[title, unit, convention]`, and `'key'` for those shown where there is room for a few. */
type Row = readonly [title: string, unit: MetricUnit, convention: string, key?: 'key'];
type Rows<Group> = Readonly<Record<keyof Group, Row>>;

const DAILY = 'daily UTC simple returns of equity at each bar’s close, sample deviation';
const HOLDING = 'against daily returns of holding the same candles from the first open, without costs';

const RETURN: Rows<ReturnMetrics> = {
  totalReturn: ['Total return', 'share', 'final value / initial cash − 1', 'key'],
  cagr: ['CAGR', 'share', '(final / initial)^(1/years) − 1, years of 365 days', 'key'],
  finalValue: ['Final value', 'quote', 'cash + position at the last close', 'key'],
};

const RATIO: Rows<RatioMetrics> = {
  sharpe: ['Sharpe ratio', 'ratio', `${DAILY}, × √days per year`, 'key'],
  probabilisticSharpe: ['Probabilistic Sharpe', 'share', 'chance that the true Sharpe is above 0: daily Sharpe, its skewness and raw kurtosis (Bailey & López de Prado 2012)', 'key'],
  sortino: ['Sortino ratio', 'ratio', 'daily UTC returns, downside deviation over all days, × √days per year', 'key'],
  calmar: ['Calmar ratio', 'ratio', 'CAGR / |max drawdown|, whole period', 'key'],
  ulcerPerformanceIndex: ['Ulcer performance index', 'ratio', '(CAGR − yearly risk-free rate) / Ulcer index'],
  recoveryFactor: ['Recovery factor', 'ratio', 'net profit / largest drawdown in money'],
  omega: ['Omega ratio', 'ratio', 'sum of daily gains / |sum of daily losses|, threshold 0'],
};

const RISK: Rows<RiskMetrics> = {
  annualVolatility: ['Annual volatility', 'share', `${DAILY}, × √days per year`, 'key'],
  downsideDeviation: ['Downside deviation', 'share', 'daily returns below the risk-free rate, mean square over all days, × √days per year'],
  valueAtRisk95: ['Value at risk 95', 'share', '5% quantile of daily returns, interpolated linearly'],
  conditionalValueAtRisk95: ['Conditional VaR 95', 'share', 'mean of the daily returns at or below the value at risk'],
  tailRatio: ['Tail ratio', 'ratio', '|95% quantile| / |5% quantile| of daily returns'],
  skewness: ['Skewness', 'ratio', 'of daily returns, g₁ = m₃ / m₂^1.5'],
  kurtosis: ['Kurtosis', 'ratio', 'of daily returns, raw: m₄ / m₂², a normal distribution has 3'],
};

const DRAWDOWN: Rows<DrawdownMetrics> = {
  maxDrawdown: ['Max drawdown', 'share', 'equity at each bar’s close against its highest before, initial cash included', 'key'],
  averageDrawdown: ['Average drawdown', 'share', 'mean of the lowest points of all drawdowns, the open one included'],
  maxDrawdownDurationMs: ['Longest drawdown', 'ms', 'close of the peak to the close that reaches it again, or to the end while it is open', 'key'],
  averageDrawdownDurationMs: ['Average drawdown time', 'ms', 'all drawdowns, the open one to the end'],
  openDrawdownDurationMs: ['Open drawdown', 'ms', 'since the last peak, if the run ends below it; the durations above hold it as it is so far'],
  ulcerIndex: ['Ulcer index', 'share', '√mean of squared drawdowns over all bars'],
};

const TRADE: Rows<TradeMetrics> = {
  trades: ['Closed trades', 'count', 'exits of a position, or of a part of one', 'key'],
  longTrades: ['Long trades', 'count', 'closed'],
  shortTrades: ['Short trades', 'count', 'closed'],
  openTrades: ['Open trades', 'count', 'positions open at the end, marked at the last close', 'key'],
  winRate: ['Win rate', 'share', 'closed trades with a profit after fees / closed trades', 'key'],
  profitFactor: ['Profit factor', 'ratio', 'sum of gains / |sum of losses| of closed trades, in money', 'key'],
  payoffRatio: ['Payoff ratio', 'ratio', 'average win / |average loss| of closed trades, in money'],
  expectancy: ['Expectancy', 'quote', 'mean profit of a closed trade after fees', 'key'],
  expectancyR: ['Expectancy in R', 'ratio', 'mean of profit / initial risk; a stop gives the risk: size × its distance from the entry'],
  systemQualityNumber: ['System quality number', 'ratio', '√trades × mean profit / sample deviation of profits'],
  kelly: ['Kelly share', 'share', 'win rate − (1 − win rate) / payoff ratio'],
  bestTrade: ['Best trade', 'share', 'highest profit / entry value of closed trades'],
  worstTrade: ['Worst trade', 'share', 'lowest profit / entry value of closed trades'],
  longestWinStreak: ['Longest win streak', 'count', 'closed trades with a profit in a row'],
  longestLossStreak: ['Longest loss streak', 'count', 'closed trades with a loss in a row'],
  averageMae: ['Average MAE', 'share', 'worst price while open against the entry price, mean of closed trades; of the bar of the exit only what is certain to have come before it'],
  averageMfe: ['Average MFE', 'share', 'best price while open against the entry price, mean of closed trades; bars as for MAE'],
  averageDurationMs: ['Average trade duration', 'ms', 'entry fill to exit fill, closed trades', 'key'],
};

const COST: Rows<CostMetrics> = {
  exposure: ['Exposure', 'share', 'bars that end in a position / bars', 'key'],
  turnover: ['Turnover', 'ratio', 'value of all fills / mean equity at the bars’ closes, in a year of 365 days'],
  feesPaid: ['Fees paid', 'quote', 'all fills', 'key'],
  slippagePaid: ['Slippage paid', 'quote', 'all fills, against the price before slippage', 'key'],
  fundingPaid: ['Funding paid', 'quote', 'rate × mark price (or close) × position at each payment; below zero if more was received; not in the profit of trades'],
  feeShare: ['Fees / gross profit', 'share', 'fees / (net profit + fees + slippage + funding), if that is above zero'],
  slippageShare: ['Slippage / gross profit', 'share', 'slippage / (net profit + fees + slippage + funding), if that is above zero'],
  fundingShare: ['Funding / gross profit', 'share', 'funding / (net profit + fees + slippage + funding), if that is above zero'],
  breakEvenCostBps: ['Break-even cost', 'bps', '(net profit + fees + slippage + funding) / value of all fills: a cost above it turns the run into a loss', 'key'],
};

const BENCHMARK: Rows<BenchmarkMetrics> = {
  benchmarkReturn: ['Holding instead', 'share', 'last close / first open − 1, without costs', 'key'],
  beta: ['Beta', 'ratio', `covariance / variance, ${HOLDING}`],
  alpha: ['Alpha', 'share', `(1 + mean daily return above risk-free and β × the benchmark’s)^days per year − 1, ${HOLDING}`],
  informationRatio: ['Information ratio', 'ratio', `mean / sample deviation of the difference × √days per year, ${HOLDING}`],
};

const PER_BAR: Rows<PerBarMetrics> = {
  annualReturnPerBar: ['Annual return per bar', 'share', '(final / initial)^(bars per year / bars) − 1'],
  annualVolatilityPerBar: ['Volatility per bar', 'share', 'sample deviation of the bars’ returns × √bars per year'],
  sharpePerBar: ['Sharpe per bar', 'ratio', 'mean / sample deviation of the bars’ returns × √bars per year, no risk-free rate'],
  sortinoPerBar: ['Sortino per bar', 'ratio', 'mean / root mean square of the bars’ losses × √bars per year, target 0'],
  calmarPerBar: ['Calmar per bar', 'ratio', 'annual return per bar / |max drawdown|'],
  omegaPerBar: ['Omega per bar', 'ratio', 'sum of the bars’ gains / |sum of their losses|, threshold 0'],
};

const grouped = <Name extends string>(group: MetricGroup, rows: Readonly<Record<Name, Row>>): Record<Name, MetricInfo> => {
  const names = Object.keys(rows) as Name[];
  return Object.fromEntries(
    names.map((name) => {
      const [title, unit, convention, key] = rows[name];
      return [name, { title, unit, group, convention, isKey: key !== undefined }];
    }),
  ) as Record<Name, MetricInfo>;
};

/** The order in which metrics are shown, group by group, and the convention of each. */
export const METRICS: Readonly<Record<MetricName, MetricInfo>> = {
  ...grouped('return', RETURN),
  ...grouped('ratio', RATIO),
  ...grouped('risk', RISK),
  ...grouped('drawdown', DRAWDOWN),
  ...grouped('trade', TRADE),
  ...grouped('cost', COST),
  ...grouped('benchmark', BENCHMARK),
  ...grouped('perBar', PER_BAR),
};
