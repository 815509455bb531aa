import { DAY_MS, type Execution, type Frame, followingOpenTime, intervalMs, type Metrics, type Trade } from '@wick/core';

/**
 * The metrics of a run once more, from what a result holds: whole columns, as many passes as there are questions, and every
 * formula as `METRICS` words it. Only for runs whose equity stays above zero. It shares nothing with the engine but core's words.
 */
export function computeNaively(
  frame: Frame,
  execution: Execution,
  result: { readonly equity: Float64Array; readonly trades: readonly Trade[]; readonly traded: number },
): Partial<Metrics> {
  const { initialCash, daysPerYear, riskFreeRate } = execution;
  const equity = [...result.equity];
  const { interval } = frame.series;
  const spanYears = (followingOpenTime(frame.openTimeMs.at(-1)!, interval) - frame.openTimeMs[0]!) / (365 * DAY_MS);
  const r = returnsOf(dayEnds(frame, initialCash, equity));
  const b = returnsOf(dayEnds(frame, frame.columns.open[0]!, [...frame.columns.close]));
  const cagr = (equity.at(-1)! / initialCash) ** (1 / spanYears) - 1;
  const free = (1 + riskFreeRate) ** (1 / daysPerYear) - 1;
  const sharpe = (mean(r) - free) / deviation(r);
  const underwater = equity.map((value, bar) => value / Math.max(initialCash, ...equity.slice(0, bar + 1)) - 1);
  const ulcerIndex = Math.sqrt(mean(underwater.map((depth) => depth ** 2)));
  const sorted = r.toSorted((x, y) => x - y);
  const at = (share: number): number => {
    const position = share * (r.length - 1);
    const [low, high] = [sorted[Math.floor(position)]!, sorted[Math.ceil(position)]!];
    return low * (1 - (position % 1)) + high * (position % 1);
  };
  const centred = (power: number): number => mean(r.map((x) => (x - mean(r)) ** power));
  const beta = mean(r.map((x, day) => x * b[day]!)) - mean(r) * mean(b);
  const slope = beta / (mean(b.map((x) => x * x)) - mean(b) ** 2);
  const active = r.map((x, day) => x - b[day]!);
  return {
    cagr,
    annualVolatility: deviation(r) * Math.sqrt(daysPerYear),
    sharpe: sharpe * Math.sqrt(daysPerYear),
    downsideDeviation: rootMeanSquare(r.map((x) => Math.min(x - free, 0))) * Math.sqrt(daysPerYear),
    omega: -sum(r.filter((x) => x > 0)) / sum(r.filter((x) => x < 0)),
    maxDrawdown: Math.min(...underwater, 0),
    ulcerIndex,
    ulcerPerformanceIndex: (cagr - riskFreeRate) / ulcerIndex,
    valueAtRisk95: at(0.05),
    conditionalValueAtRisk95: mean(sorted.filter((x) => x <= at(0.05) + 1e-15)),
    tailRatio: Math.abs(at(0.95) / at(0.05)),
    skewness: centred(3) / centred(2) ** 1.5,
    kurtosis: centred(4) / centred(2) ** 2,
    benchmarkReturn: frame.columns.close.at(-1)! / frame.columns.open[0]! - 1,
    beta: slope,
    alpha: (1 + mean(r.map((x, day) => x - free - slope * (b[day]! - free)))) ** daysPerYear - 1,
    informationRatio: (mean(active) / deviation(active)) * Math.sqrt(daysPerYear),
    turnover: result.traded / mean(equity) / spanYears,
    ...perBar(returnsOf([initialCash, ...equity]), equity.at(-1)! / initialCash, Math.min(...underwater), (daysPerYear * DAY_MS) / intervalMs(interval)),
    ...ofTrades(result.trades.filter(({ status }) => status === 'closed')),
  };
}

function perBar(returns: readonly number[], growth: number, maxDrawdown: number, barsPerYear: number): Partial<Metrics> {
  const annual = growth ** (barsPerYear / returns.length) - 1;
  return {
    annualReturnPerBar: annual,
    annualVolatilityPerBar: deviation(returns) * Math.sqrt(barsPerYear),
    sharpePerBar: (mean(returns) / deviation(returns)) * Math.sqrt(barsPerYear),
    sortinoPerBar: (mean(returns) * barsPerYear) / (rootMeanSquare(returns.map((x) => Math.min(x, 0))) * Math.sqrt(barsPerYear)),
    calmarPerBar: annual / Math.abs(maxDrawdown),
    omegaPerBar: -sum(returns.filter((x) => x > 0)) / sum(returns.filter((x) => x < 0)),
  };
}

function ofTrades(closed: readonly Trade[]): Partial<Metrics> {
  const profits = closed.map(({ pnl }) => pnl);
  const wins = profits.filter((pnl) => pnl > 0);
  const losses = profits.filter((pnl) => pnl < 0);
  const winRate = wins.length / profits.length;
  const payoffRatio = -mean(wins) / mean(losses);
  const longest = (sign: number): number => Math.max(0, ...profits.map((_, from) => {
    const end = profits.findIndex((pnl, at) => at >= from && Math.sign(pnl) !== sign);
    return (end < 0 ? profits.length : end) - from;
  }));
  return {
    trades: profits.length, winRate, payoffRatio, kelly: winRate - (1 - winRate) / payoffRatio, expectancy: mean(profits),
    systemQualityNumber: (Math.sqrt(profits.length) * mean(profits)) / deviation(profits),
    bestTrade: Math.max(...closed.map(({ returnRate }) => returnRate)), worstTrade: Math.min(...closed.map(({ returnRate }) => returnRate)),
    longestWinStreak: longest(1), longestLossStreak: longest(-1),
  };
}

/** The base, then the value of the last bar that closes in each calendar day, or the day before's. */
function dayEnds(frame: Frame, base: number, values: readonly number[]): number[] {
  const dayOf = (timeMs: number): number => Math.floor(timeMs / DAY_MS);
  const closing = [...frame.openTimeMs].map((open) => dayOf(followingOpenTime(open, frame.series.interval) - 1));
  const ends = [base];
  for (let day = dayOf(frame.openTimeMs[0]!); day <= closing.at(-1)!; day++) ends.push(values[closing.lastIndexOf(day)] ?? ends.at(-1)!);
  return ends;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]): number => sum(values) / values.length;
const rootMeanSquare = (values: readonly number[]): number => Math.sqrt(mean(values.map((value) => value ** 2)));
const deviation = (values: readonly number[]): number =>
  rootMeanSquare(values.map((value) => value - mean(values))) * Math.sqrt(values.length / (values.length - 1));
const returnsOf = (values: readonly number[]): number[] => values.slice(1).map((value, at) => value / values[at]! - 1);
