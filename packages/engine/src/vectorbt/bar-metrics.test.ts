import { describe, expect, test } from '@jest/globals';
import { BAR_METRICS, type BarMetricName } from '@wick/core';
import { barMetrics } from '../metrics/bar-metrics.ts';
import { runVectorbtCases } from './vectorbt-accounts.test-support.ts';
import { type Figure, figuresOf } from './vectorbt-cases.test-support.ts';

const BAR_MS = 300_000;

/** Methods of vectorbt's portfolio. */
const METHODS: Readonly<Record<string, BarMetricName>> = {
  total_profit: 'totalProfit', total_return: 'totalReturn', final_value: 'finalValue', annualized_volatility: 'annualVolatility',
  sharpe_ratio: 'sharpe', sortino_ratio: 'sortino', omega_ratio: 'omega', downside_risk: 'downsideRisk', value_at_risk: 'valueAtRisk95',
  cond_value_at_risk: 'conditionalValueAtRisk95', tail_ratio: 'tailRatio', max_drawdown: 'maxDrawdown', trades_count: 'trades',
  win_rate: 'winRate', profit_factor: 'profitFactor', expectancy: 'expectancy', sqn: 'systemQualityNumber',
  avg_duration_candles: 'averageDurationBars', max_duration_candles: 'maxDurationBars', benchmark_total_return: 'benchmarkReturn',
  annualized_return: 'annualReturn', calmar_ratio: 'calmar',
};

/** Lines of its `stats()`, and what they multiply with. */
const STATS: Readonly<Record<string, readonly [name: BarMetricName, factor: number]>> = {
  'End Value': ['finalValue', 1], 'Total Return [%]': ['totalReturn', 100], 'Benchmark Return [%]': ['benchmarkCompoundedReturn', 100],
  'Max Gross Exposure [%]': ['maxGrossExposure', 100], 'Total Fees Paid': ['feesPaid', 1], 'Max Drawdown [%]': ['deepestDrawdown', -100],
  'Total Trades': ['trades', 1], 'Total Closed Trades': ['closedTrades', 1], 'Total Open Trades': ['openTrades', 1],
  'Open Trade PnL': ['openProfit', 1], 'Win Rate [%]': ['closedWinRate', 100], 'Best Trade [%]': ['bestTrade', 100],
  'Worst Trade [%]': ['worstTrade', 100], 'Avg Winning Trade [%]': ['averageWin', 100], 'Avg Losing Trade [%]': ['averageLoss', 100],
  'Profit Factor': ['closedProfitFactor', 1], 'Expectancy': ['closedExpectancy', 1], 'Sharpe Ratio': ['sharpe', 1],
  'Calmar Ratio': ['calmar', 1], 'Omega Ratio': ['omega', 1], 'Sortino Ratio': ['sortino', 1],
};

/** Lines in seconds, which pandas cuts off after the microseconds. */
const DURATIONS: Readonly<Record<string, BarMetricName>> = {
  'Max Drawdown Duration': 'maxDrawdownDurationMs', 'Avg Winning Trade Duration': 'averageWinDurationMs',
  'Avg Losing Trade Duration': 'averageLossDurationMs',
};

const DRAWDOWNS: Readonly<Record<string, BarMetricName>> = { count: 'drawdowns', max: 'deepestDrawdown', avg: 'averageDrawdown' };

/** Not figures, or what the run was given. */
const NOT_COMPARED = new Set(['Start', 'End', 'Period', 'Start Value']);

const mapEntries = <Value, Mapped>(record: Readonly<Record<string, Value>>, map: (value: Value, key: string) => Mapped): Record<string, Mapped> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value, key)]));

/** Those that go through a power, whose last bit is the machine's: compared to fourteen digits. */
const POWERS = new Set<BarMetricName>(['annualReturn', 'calmar']);

/** The expected figure where a power differs from it by rounding only. */
function compared(name: BarMetricName, found: number | null, expected: number | null): number | null {
  const isRounding = POWERS.has(name) && found !== null && expected !== null && Math.abs(found - expected) <= 1e-14 * Math.abs(expected);
  return isRounding ? expected : found;
}

const scaled = (value: number | null, factor: number): number | null => (value === null ? null : value * factor);

const microsecondsAround = (seconds: number | null): unknown => (seconds === null ? null : expect.closeTo(seconds, 5));

describe.each(runVectorbtCases().map((one) => [one.name, one] as const))('%s: to the bit as vectorbt', (_name, { result, accounts, daysPerYear }) => {
  const metrics = accounts.map((account) => barMetrics(account, { barMs: BAR_MS, daysPerYear }));
  const stats = ('Start' in result.stats ? [result.stats] : Object.values(result.stats)) as Readonly<Record<string, Figure>>[];

  test('its methods', () => {
    const found = mapEntries(result.metrics, (figures, method) => {
      const name = METHODS[method]!;
      return metrics.map((account, index) => compared(name, account[name], figuresOf(figures)[index]!));
    });
    expect(found).toEqual(mapEntries(result.metrics, figuresOf));
  });

  test('its drawdowns', () => {
    const found = mapEntries(result.drawdowns, (_, name) => metrics.map((account) => account[DRAWDOWNS[name]!]));
    expect(found).toEqual(mapEntries(result.drawdowns, figuresOf));
  });

  test('its statistics', () => {
    for (const [index, expected] of stats.entries()) {
      const lines = Object.fromEntries(Object.entries(expected).filter(([line]) => !NOT_COMPARED.has(line) && !(line in DURATIONS)));
      const found = mapEntries(lines, (figure, line) => {
        const [name, factor] = STATS[line]!;
        return [compared(name, scaled(metrics[index]![name], factor), figuresOf(figure)[0]!)];
      });
      expect(found).toEqual(mapEntries(lines, figuresOf));
    }
  });

  test('its durations', () => {
    for (const [index, expected] of stats.entries()) {
      const found = mapEntries(DURATIONS, (name) => scaled(metrics[index]![name], 1e-3));
      expect(found).toEqual(mapEntries(DURATIONS, (_, line) => microsecondsAround(figuresOf(expected[line])[0]!)));
    }
  });
});

test('every metric has its sentence, and every one of vectorbt’s is one of them', () => {
  const known = new Set([...Object.values(METHODS), ...Object.values(STATS).map(([name]) => name), ...Object.values(DURATIONS), ...Object.values(DRAWDOWNS)]);
  expect(Object.keys(BAR_METRICS).filter((name) => !known.has(name as BarMetricName))).toEqual(['averageDrawdownDurationMs']);
});
