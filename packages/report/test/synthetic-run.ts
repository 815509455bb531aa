import {
  type BacktestResult,
  createFrame,
  DEFAULT_EXECUTION,
  type Exchange,
  type Frame,
  type Interval,
  intervalMs,
  type MetricName,
  METRICS,
  type Metrics,
  NO_REFUSALS,
  type OrderReason,
  strategyHash,
  strategyToText,
  textToStrategy,
  type Trade,
} from '@wick/core';

// Globals are slow inside jest: its test environment intercepts each access.
const { abs, exp, floor, imul, max, min, round, sqrt } = Math;

/** Mulberry32: uniform in [0, 1), the same numbers for the same seed. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface FrameOptions {
  readonly candles: number;
  readonly interval?: Interval;
  readonly exchange?: Exchange;
  readonly symbol?: string;
  readonly seed?: number;
  readonly startMs?: number;
  /** Candles left out, by index. */
  readonly missing?: (index: number) => boolean;
}

/** A random walk as candles: high ≥ open, close ≥ low, prices to the cent. */
export function syntheticFrame(options: FrameOptions): Frame {
  const { candles, interval = '1h', exchange = 'simulated', symbol = 'BTCUSDT', seed = 7, missing } = options;
  const random = randomFrom(seed);
  const startMs = options.startMs ?? Date.UTC(2023, 0, 1);
  const stepMs = intervalMs(interval);
  const scale = 0.6 * sqrt(stepMs / (365 * 86_400_000));
  const [openTimeMs, open, high, low, close, volume] = Array.from({ length: 6 }, () => new Float64Array(candles)) as Columns;
  let length = 0;
  let price = 30_000;
  for (let index = 0; index < candles; index++) {
    const start = cents(price);
    const move = (random() + random() + random() - 1.5) * 2 * scale;
    price *= exp(move);
    const end = cents(price);
    const spread = price * scale * random();
    const traded = 20 + 400 * random() ** 4 + 8e4 * abs(move);
    if (missing?.(index)) continue;
    openTimeMs[length] = startMs + index * stepMs;
    open[length] = start;
    high[length] = cents(max(start, end) + spread);
    low[length] = cents(min(start, end) - spread);
    close[length] = end;
    volume[length] = round(traded * 1e5) / 1e5;
    length++;
  }
  const cut = (values: Float64Array): Float64Array => values.slice(0, length);
  return createFrame({ exchange, market: 'spot', symbol, interval }, cut(openTimeMs), {
    open: cut(open), high: cut(high), low: cut(low), close: cut(close), volume: cut(volume),
  });
}

type Columns = [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];

const cents = (price: number): number => round(price * 100) / 100;

const STRATEGY = textToStrategy('entry: rsi(14) < 30 and volume > 1.5 * sma(volume, 20)\nexit: rsi(14) > 70\nstop loss: 4%');

/**
 * A result with all of its parts that fits its frame: random positions one after another, with fees, marked at each
 * close. It stands for the shape of a run and says nothing about a strategy.
 */
export function syntheticResult(frame: Frame, trades: number, seed = 11): BacktestResult {
  const random = randomFrom(seed);
  const { initialCash, takerFeeRate: feeRate } = DEFAULT_EXECUTION;
  const list: Trade[] = [];
  const equity = new Float64Array(frame.length).fill(initialCash);
  const spacing = frame.length / max(1, trades);
  let cash = initialCash;
  let exitBar = 0;
  for (let index = 0; index < trades; index++) {
    const entryBar = max(exitBar, floor(spacing * (index + 0.4 * random())));
    const isLast = index === trades - 1;
    const end = isLast ? frame.length - 1 : min(frame.length - 1, entryBar + 1 + floor(spacing * 0.5 * random()));
    if (entryBar >= end) continue;
    equity.fill(cash, exitBar, entryBar);
    const trade: Trade = { position: list.length, ...tradeBetween(frame, entryBar, end, cash, feeRate, random, isLast) };
    markPosition(frame, trade, cash, equity);
    cash += trade.pnl;
    equity[end] = cash;
    exitBar = end;
    list.push(trade);
  }
  equity.fill(cash, exitBar);
  return resultOf(frame, list, equity);
}

const REASONS: readonly OrderReason[] = ['exit', 'exit', 'exit', 'stop-loss', 'take-profit', 'trailing-stop'];

function tradeBetween(
  frame: Frame, entryBar: number, exitBar: number, cash: number, feeRate: number, random: () => number, open: boolean,
): Omit<Trade, 'position'> {
  const entryPrice = frame.columns.open[entryBar]!;
  const exitPrice = frame.columns.close[exitBar]!;
  const side = random() < 0.8 ? 'long' : 'short';
  const size = (cash * 0.5) / entryPrice / (1 + feeRate);
  const entryFee = size * entryPrice * feeRate;
  const exitFee = open ? 0 : size * exitPrice * feeRate;
  const pnl = (side === 'long' ? 1 : -1) * size * (exitPrice - entryPrice) - entryFee - exitFee;
  return {
    side, status: open ? 'open' : 'closed', entryBar, entryTimeMs: frame.openTimeMs[entryBar]!, entryPrice, exitBar,
    exitTimeMs: frame.openTimeMs[exitBar]!, exitPrice,
    exitReason: open ? 'end' : REASONS[floor(random() * REASONS.length)]!,
    size, entryFee, exitFee, pnl, returnRate: pnl / (size * entryPrice), ambiguous: !open && random() < 0.02,
    mae: -0.012, mfe: 0.021, initialRisk: size * entryPrice * 0.04,
  };
}

function markPosition(frame: Frame, trade: Trade, cash: number, equity: Float64Array): void {
  const sign = trade.side === 'long' ? 1 : -1;
  for (let bar = trade.entryBar; bar < trade.exitBar; bar++) {
    equity[bar] = cash - trade.entryFee + sign * trade.size * (frame.columns.close[bar]! - trade.entryPrice);
  }
}

function resultOf(frame: Frame, trades: readonly Trade[], equity: Float64Array): BacktestResult {
  const { initialCash } = DEFAULT_EXECUTION;
  return {
    manifest: {
      engineVersion: '0.1.0',
      series: frame.series,
      datasetHash: '3f9c1e7ab2d84c0f5566778899aabbccddeeff00112233445566778899aabbcc',
      candles: frame.length,
      firstOpenTimeMs: frame.openTimeMs[0] ?? null,
      lastOpenTimeMs: frame.openTimeMs.at(-1) ?? null,
      gaps: frame.gaps.length,
      missing: frame.gaps.reduce((sum, gap) => sum + gap.missing, 0),
      strategy: STRATEGY,
      strategyText: strategyToText(STRATEGY),
      strategyHash: strategyHash(STRATEGY),
      signals: null,
      execution: DEFAULT_EXECUTION,
      warmupBars: 20,
      assumptions: ['No size was given: each trade takes all of the equity.'],
    },
    metrics: metricsOf(trades, equity, initialCash),
    trades,
    fills: [],
    refusals: { ...NO_REFUSALS, noNextBar: 1 },
    ambiguousTrades: trades.filter((trade) => trade.ambiguous).length,
    openTimeMs: frame.openTimeMs,
    equity,
    gaps: frame.gaps,
  };
}

/** Plausible where that is simple, `null` where it is not: reports print metrics and do not compute them. */
function metricsOf(trades: readonly Trade[], equity: Float64Array, initialCash: number): Metrics {
  const closed = trades.filter((trade) => trade.status === 'closed');
  const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
  const gains = total(closed.map((trade) => max(0, trade.pnl)));
  const losses = total(closed.map((trade) => max(0, -trade.pnl)));
  let peak = initialCash;
  let maxDrawdown = 0;
  for (const value of equity) {
    peak = max(peak, value);
    maxDrawdown = min(maxDrawdown, value / peak - 1);
  }
  const finalValue = equity.at(-1) ?? initialCash;
  const undefinedOnes = Object.fromEntries(Object.keys(METRICS).map((name) => [name, null])) as Record<MetricName, null>;
  return {
    ...undefinedOnes,
    totalReturn: finalValue / initialCash - 1,
    cagr: 0.1234, sharpe: 0.87, sortino: 1.31, calmar: maxDrawdown === 0 ? null : 0.1234 / -maxDrawdown,
    annualVolatility: 0.2875, maxDrawdown,
    winRate: closed.length === 0 ? null : closed.filter((trade) => trade.pnl > 0).length / closed.length,
    profitFactor: losses === 0 ? null : gains / losses,
    trades: closed.length, longTrades: closed.length, shortTrades: 0, longestWinStreak: 3, longestLossStreak: 2, openTrades: trades.length - closed.length,
    averageDurationMs:
      closed.length === 0 ? null : total(closed.map((trade) => trade.exitTimeMs - trade.entryTimeMs)) / closed.length,
    exposure: 0.42, feesPaid: total(trades.map((trade) => trade.entryFee + trade.exitFee)), slippagePaid: 12.5, finalValue,
    probabilisticSharpe: 0.83, breakEvenCostBps: 12.34, skewness: -0.4, kurtosis: 5.2, averageMae: -0.012, averageMfe: 0.021,
  };
}
