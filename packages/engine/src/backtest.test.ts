import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import {
  type BacktestResult, createFrame, DAY_MS, DEFAULT_EXECUTION, type Execution, type Frame, HOUR_MS, METRICS, signalsHash, strategyHash,
  textToStrategy, WickError,
} from '@wick/core';
import { backtest, backtestSignals } from './backtest.ts';
import { ENGINE_VERSION } from './backtest-manifest.ts';
import { createSignals, FREE } from './portfolio/scenario.test-support.ts';
import { randomFrame, SERIES } from './random-frame.test-support.ts';
import { createSignalStream } from './signals/signal-stream.ts';

/** Hours from 2024-01-01 on, each at one price. */
function flatBars(...prices: number[]): Frame {
  const column = Float64Array.from(prices);
  const openTimeMs = Float64Array.from(prices, (_, bar) => Date.UTC(2024, 0, 1) + bar * HOUR_MS);
  return createFrame(SERIES, openTimeMs, { open: column, high: column, low: column, close: column, volume: column });
}

const BREAKOUT = textToStrategy('entry: close > 100\nexit: close < 100');

function errorOf(run: () => unknown): WickError {
  try {
    run();
  } catch (error) {
    if (error instanceof WickError) return error;
    throw error;
  }
  throw new Error('it did not throw');
}

describe('a whole backtest', () => {
  test('by hand: bought at 110 and sold at 99, with 1000 and no costs', () => {
    const result = backtest(flatBars(100, 101, 110, 90, 99, 100), BREAKOUT, { execution: FREE });
    expect(result.fills).toMatchObject([
      { bar: 2, action: 'buy', reason: 'entry', price: 110 },
      { bar: 4, action: 'sell', reason: 'exit', price: 99 },
    ]);
    const size = 1000 / 110;
    const expected = [1000, 1000, 1000, size * 90, 900, 900];
    expect([...result.equity]).toEqual(expected.map((value): unknown => expect.closeTo(value, 9)));
    expect(result.metrics).toMatchObject({
      totalReturn: expect.closeTo(-0.1, 12), cagr: expect.closeTo(0.9 ** ((365 * 24) / 6) - 1, 12), finalValue: expect.closeTo(900, 9),
      annualVolatility: null, sharpe: null, sortino: null, calmar: expect.any(Number), maxDrawdown: expect.closeTo(90 / 110 - 1, 12),
      winRate: 0, profitFactor: 0, trades: 1, openTrades: 0, averageDurationMs: 2 * HOUR_MS,
      exposure: 2 / 6, feesPaid: 0, slippagePaid: 0,
      // The worst price of the trade is 90 after 110, the best its entry; holding goes from 100 to 100.
      averageMae: expect.closeTo(90 / 110 - 1, 12), averageMfe: 0, benchmarkReturn: 0, expectancy: expect.closeTo(-100, 9),
      // Bought for 1000 and sold for 900, with a mean equity of 5518.18 / 6.
      turnover: expect.closeTo((1900 / ((4800 + size * 90) / 6)) * ((365 * 24) / 6), 6), breakEvenCostBps: expect.closeTo((-100 / 1900) * 10_000, 6),
      maxDrawdownDurationMs: 3 * HOUR_MS, openDrawdownDurationMs: 3 * HOUR_MS, recoveryFactor: expect.closeTo(-100 / (1000 - size * 90), 12),
    });
  });

  test('has every metric of core, and none is NaN or infinite', () => {
    const result = backtest(randomFrame(7, 2000), textToStrategy('entry: rsi(5) < 30\nexit: rsi(5) > 60\nstop loss: 3%'));
    expect(Object.keys(result.metrics).sort()).toEqual(Object.keys(METRICS).sort());
    const undefinedOnes = Object.entries(result.metrics).filter(([, value]) => !Number.isFinite(value));
    // No funding was charged, and before costs there is no profit of which they could be a share.
    expect(Object.fromEntries(undefinedOnes)).toEqual({ fundingPaid: null, feeShare: null, slippageShare: null, fundingShare: null });
    expect(result.metrics.finalValue).toBe(result.equity.at(-1));
    expect(result.metrics.trades).toBeGreaterThan(20);
  });

  test('without a signal nothing happens, and nothing is invented about it', () => {
    const { metrics, fills, trades, equity } = backtest(randomFrame(7, 100), textToStrategy('entry: close < 0'));
    expect({ fills, trades }).toEqual({ fills: [], trades: [] });
    expect(new Set(equity)).toEqual(new Set([10_000]));
    const zero = ['totalReturn', 'cagr', 'annualVolatility', 'downsideDeviation', 'valueAtRisk95', 'conditionalValueAtRisk95', 'maxDrawdown',
      'ulcerIndex', 'trades', 'longTrades', 'shortTrades', 'openTrades', 'longestWinStreak', 'longestLossStreak', 'exposure', 'turnover',
      'feesPaid', 'slippagePaid', 'beta', 'alpha', 'annualReturnPerBar', 'annualVolatilityPerBar'];
    const { finalValue, benchmarkReturn, informationRatio, ...rest } = metrics;
    for (const [name, value] of Object.entries(rest)) expect([name, value]).toEqual([name, zero.includes(name) ? 0 : null]);
    expect(finalValue).toBe(10_000);
    expect([benchmarkReturn, informationRatio]).not.toContain(null);
  });

  test('fees and slippage are the sums over the fills, ambiguous trades are counted', () => {
    const strategy = textToStrategy('entry: close > open\nstop loss: 1%\ntake profit: 1%');
    const { fills, metrics, trades, ambiguousTrades } = backtest(randomFrame(3, 1000), strategy);
    expect(metrics.feesPaid).toBeCloseTo(fills.reduce((sum, fill) => sum + fill.fee, 0), 9);
    expect(metrics.slippagePaid).toBeCloseTo(fills.reduce((sum, fill) => sum + fill.slippage, 0), 9);
    expect(ambiguousTrades).toBe(trades.filter((trade) => trade.ambiguous).length);
    expect(ambiguousTrades).toBeGreaterThan(10);
  });
});

describe('the manifest', () => {
  const frame = randomFrame(1, 50);
  const { manifest, gaps } = backtest(frame, BREAKOUT);

  test('says what the run was computed from', () => {
    expect(manifest).toMatchObject({
      engineVersion: ENGINE_VERSION, series: SERIES, candles: 50, gaps: gaps.length, warmupBars: 0,
      missing: gaps.reduce((sum, gap) => sum + gap.missing, 0),
      firstOpenTimeMs: frame.openTimeMs[0], lastOpenTimeMs: frame.openTimeMs[49],
      strategy: BREAKOUT, strategyHash: strategyHash(BREAKOUT), execution: DEFAULT_EXECUTION,
      strategyText: 'entry: close > 100\nexit: close < 100\nsize: 100% of equity',
    });
    expect(manifest.datasetHash).toMatch(/^[0-9a-f]{64}$/);
    expect(gaps).toBe(frame.gaps);
  });

  test('names in words each option that nobody set, after the caller’s own assumptions', () => {
    const { assumptions } = backtest(frame, BREAKOUT, {
      execution: { initialCash: 500, daysPerYear: 365 },
      assumptions: ['"Oversold" means an RSI below 30.'],
    }).manifest;
    expect(assumptions).toEqual([
      '"Oversold" means an RSI below 30.',
      'A signal at a bar’s close fills at the open of the next bar there is.',
      'Market orders and stops pay a fee of 0.1%.',
      'Take profits pay a fee of 0.1%.',
      'Market orders and stops fill 0.02% worse than the price; take profits do not.',
      'The risk-free rate is 0% a year.',
    ]);
  });

  test('assumes nothing where everything was set, but says what shorts do not pay', () => {
    const execution: Execution = { ...DEFAULT_EXECUTION };
    expect(backtest(frame, BREAKOUT, { execution }).manifest.assumptions).toEqual([]);
    const short = backtest(frame, textToStrategy('short entry: close < 100'), { execution }).manifest.assumptions;
    expect(short).toEqual(['Short positions borrow without interest and are never liquidated.']);
  });

  test('carries the version of the package', () => {
    const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };
    expect(ENGINE_VERSION).toBe(version);
  });
});

test('the same input gives the same bytes', () => {
  const run = (): string => bytesOf(backtest(randomFrame(11, 3000), textToStrategy('entry: rsi(14) < 35\nexit: rsi(14) > 55\ntrailing stop: 5%')));
  expect(run()).toBe(run());
});

const bytesOf = (result: BacktestResult): string => JSON.stringify({ ...result, equity: [...result.equity] });

describe('signals from outside', () => {
  test('the signals of a strategy give what the strategy gives', () => {
    const frame = randomFrame(5, 2000);
    const strategy = textToStrategy('entry: rsi(7) < 30\nshort entry: rsi(7) > 70\nstop loss: 3%\nsize: 40% of equity');
    const { manifest: _, ...expected } = backtest(frame, strategy);
    const signals = createSignalStream(strategy).process(frame);
    const { stopLoss, size } = strategy;
    const { manifest, ...result } = backtestSignals(frame, signals, { size, ...(stopLoss && { stopLoss }) });
    expect(result).toEqual(expected);
    expect(manifest).toMatchObject({ strategy: null, strategyText: null, strategyHash: null, warmupBars: 0 });
    expect(manifest.signals).toEqual({ hash: signalsHash(signals), rules: { size, stopLoss }, origin: null });
    expect(manifest.assumptions).toContain('Short positions borrow without interest and are never liquidated.');
  });

  test('have a hash of their own: any other bit is another run', () => {
    const hashes = [0, 1, 2].map((bit) => {
      const signals = createSignals(3);
      signals.longEntry.words[0] = 1 << bit;
      return backtestSignals(flatBars(100, 100, 100), signals).manifest.signals!.hash;
    });
    const exit = createSignals(3);
    exit.longExit.words[0] = 1;
    expect(new Set([...hashes, signalsHash(exit), signalsHash(createSignals(4)), signalsHash(createSignals(3))]).size).toBe(6);
  });

  test('must be as many as the bars', () => {
    const error = errorOf(() => backtestSignals(flatBars(100, 100), createSignals(3)));
    expect(error).toMatchObject({ code: 'OPTION_INVALID', message: 'There are signals for 3 bars, but 2 bars.' });
  });

  test('take all of the equity without a size', () => {
    const signals = createSignals(2);
    signals.longEntry.words[0] = 1;
    expect(backtestSignals(flatBars(100, 100), signals, { execution: FREE }).fills).toMatchObject([{ bar: 1, size: 10 }]);
  });
});

describe('what cannot be computed is refused in one sentence', () => {
  test('no candles', () => {
    const error = errorOf(() => backtest(flatBars(), BREAKOUT));
    expect(error).toMatchObject({ code: 'CANDLES_MISSING', message: 'There are no candles of BTCUSDT 1h in this range.' });
    expect(errorOf(() => backtestSignals(flatBars(), createSignals(0))).code).toBe('CANDLES_MISSING');
  });

  test('less history than the indicators need: how much there is and how much is needed', () => {
    const strategy = textToStrategy('entry: sma(close, 5) > 100');
    expect(backtest(flatBars(1, 2, 3, 4, 5), strategy).manifest.warmupBars).toBe(4);
    expect(errorOf(() => backtest(flatBars(1, 2, 3, 4), strategy))).toMatchObject({
      code: 'HISTORY_TOO_SHORT',
      message: 'The strategy needs at least 5 candles of BTCUSDT 1h, and there are 4.',
      details: { candles: 4, needed: 5 },
    });
  });

  test.each([Number.NaN, 0, -5, Infinity])('a price of %p, with the time of its bar', (price) => {
    const error = errorOf(() => backtest(flatBars(100, 101, price, 100), BREAKOUT));
    expect(error.code).toBe('CANDLES_DAMAGED');
    expect(error.message).toBe(`The candle of 2024-01-01T02:00:00.000Z has ${price} as its open.`);
    expect(errorOf(() => backtestSignals(flatBars(100, price), createSignals(2))).code).toBe('CANDLES_DAMAGED');
  });

  test('a damaged price in any column is found', () => {
    for (const name of ['open', 'high', 'low', 'close'] as const) {
      const frame = flatBars(100, 100);
      const columns = { ...frame.columns, [name]: Float64Array.of(100, Number.NaN) };
      expect(errorOf(() => backtest({ ...frame, columns }, BREAKOUT)).details).toMatchObject({ column: name });
    }
  });

  test('an unknown volume is no damage', () => {
    const frame = flatBars(100, 101, 102);
    const columns = { ...frame.columns, volume: new Float64Array(3).fill(Number.NaN) };
    expect(backtest({ ...frame, columns }, BREAKOUT).fills).toHaveLength(1);
  });

  test('an option out of its range, by name', () => {
    const error = errorOf(() => backtest(flatBars(100), BREAKOUT, { execution: { takerFeeRate: 2 } }));
    expect(error).toMatchObject({ code: 'OPTION_INVALID', details: { option: 'takerFeeRate' } });
    const block = errorOf(() => backtest(flatBars(100), BREAKOUT, { blockLength: 0 }));
    expect(block).toMatchObject({ code: 'OPTION_INVALID', details: { option: 'blockLength' } });
  });
});

test('a run of a day and a bar has two daily returns', () => {
  const frame = flatBars(...Array.from({ length: 25 }, () => 101));
  expect(frame.openTimeMs[24]! - frame.openTimeMs[0]!).toBe(DAY_MS);
  expect(backtest(frame, BREAKOUT).metrics.annualVolatility).not.toBeNull();
});
