/** What a run is judged by. `null` where it is not defined, never ±∞ or NaN. */
export interface Metrics {
  readonly totalReturn: number | null;
  readonly cagr: number | null;
  readonly annualVolatility: number | null;
  readonly sharpe: number | null;
  readonly sortino: number | null;
  readonly calmar: number | null;
  readonly maxDrawdown: number | null;
  readonly winRate: number | null;
  readonly profitFactor: number | null;
  readonly trades: number;
  readonly openTrades: number;
  readonly averageDurationMs: number | null;
  readonly exposure: number | null;
  readonly feesPaid: number;
  readonly slippagePaid: number;
  readonly finalValue: number;
}

export type MetricName = keyof Metrics;
export type MetricUnit = 'share' | 'ratio' | 'count' | 'quote' | 'ms';

export interface MetricInfo {
  readonly title: string;
  readonly unit: MetricUnit;
  /** How it is computed, in a sentence that is printed beside it. */
  readonly convention: string;
}

const DAILY = 'daily UTC simple returns of equity at each bar’s close, sample deviation';

/** The order in which metrics are shown, and the convention of each. */
export const METRICS: Readonly<Record<MetricName, MetricInfo>> = {
  totalReturn: { title: 'Total return', unit: 'share', convention: 'final value / initial cash − 1' },
  cagr: { title: 'CAGR', unit: 'share', convention: '(final / initial)^(1/years) − 1, years of 365 days' },
  sharpe: { title: 'Sharpe ratio', unit: 'ratio', convention: `${DAILY}, × √days per year` },
  sortino: { title: 'Sortino ratio', unit: 'ratio', convention: 'daily UTC returns, downside deviation over all days, × √days per year' },
  calmar: { title: 'Calmar ratio', unit: 'ratio', convention: 'CAGR / |max drawdown|, whole period' },
  annualVolatility: { title: 'Annual volatility', unit: 'share', convention: `${DAILY}, × √days per year` },
  maxDrawdown: { title: 'Max drawdown', unit: 'share', convention: 'equity at each bar’s close against its highest before, initial cash included' },
  winRate: { title: 'Win rate', unit: 'share', convention: 'closed trades with a profit after fees / closed trades' },
  profitFactor: { title: 'Profit factor', unit: 'ratio', convention: 'sum of gains / |sum of losses| of closed trades, in money' },
  trades: { title: 'Closed trades', unit: 'count', convention: 'positions opened and closed' },
  openTrades: { title: 'Open trades', unit: 'count', convention: 'positions open at the end, marked at the last close' },
  averageDurationMs: { title: 'Average trade duration', unit: 'ms', convention: 'entry fill to exit fill, closed trades' },
  exposure: { title: 'Exposure', unit: 'share', convention: 'bars that end in a position / bars' },
  feesPaid: { title: 'Fees paid', unit: 'quote', convention: 'all fills' },
  slippagePaid: { title: 'Slippage paid', unit: 'quote', convention: 'all fills, against the price before slippage' },
  finalValue: { title: 'Final value', unit: 'quote', convention: 'cash + position at the last close' },
};
