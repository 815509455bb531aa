/**
 * How long the seven indicators take for which vectorbt's times are known, each through the public function that computes
 * an expression over a frame: with its plan, its memory and the arrays that it gives.
 *
 * Run: node --conditions=@wick/source tools/bench/indicators.ts [bars] [runs]
 */
import { fileURLToPath } from 'node:url';
import { createFrame, type Frame, textToExpression } from '@wick/core';
import { computeSeries } from '@wick/engine';
import { generateCandles } from '@wick/testkit';
import { median } from './pairs.ts';

export interface IndicatorCase {
  readonly name: string;
  /** Each line of the indicator, in the language of strategies. */
  readonly expressions: readonly string[];
  /** What vectorbt calls it. */
  readonly peer: string;
  /** A third of what vectorbt 1.1 took for a million bars, on the machine and the day of the targets. */
  readonly targetMs: number;
}

export const indicatorCases: readonly IndicatorCase[] = [
  { name: 'SMA', expressions: ['sma(close, 20)'], peer: 'MA.run(close, 20)', targetMs: 7.6 },
  { name: 'EMA', expressions: ['ema(close, 20)'], peer: 'MA.run(close, 20, ewm=True)', targetMs: 5.3 },
  { name: 'RSI', expressions: ['rsi(close, 14)'], peer: 'RSI.run(close, 14)', targetMs: 20 },
  {
    name: 'Bollinger bands',
    expressions: ['bollinger(close, 20, 2).middle', 'bollinger(close, 20, 2).upper', 'bollinger(close, 20, 2).lower'],
    peer: 'BBANDS.run(close, 20, alpha=2)',
    targetMs: 11.6,
  },
  { name: 'ATR', expressions: ['atr(14)'], peer: 'ATR.run(high, low, close, 14)', targetMs: 8.6 },
  {
    name: 'stochastic',
    expressions: ['stochastic(14, 3, 3).k', 'stochastic(14, 3, 3).d'],
    peer: 'STOCH.run(high, low, close, 14, 3)',
    targetMs: 22,
  },
  { name: 'OBV', expressions: ['obv()'], peer: 'OBV.run(close, volume)', targetMs: 9.6 },
];

export interface IndicatorRow {
  readonly work: string;
  /** Median of the counted runs, warm. */
  readonly oursMs: number;
  readonly minMs: number;
  readonly nsABar: number;
}

/** Runs that are not counted: the compiler is done with a loop after about ten million bars. */
const WARM_UP_BARS = 10_000_000;

/** @param bars of the market that is generated @param runs counted runs of each indicator */
export function measureIndicators(bars: number, runs: number): IndicatorRow[] {
  const frame = generateFrame(bars);
  return indicatorCases.map((indicator) => measureIndicator(frame, indicator, runs));
}

/** The same for one indicator over candles of your own. */
export function measureIndicator(frame: Frame, { name, expressions }: IndicatorCase, runs: number): IndicatorRow {
  const lines = expressions.map((text) => textToExpression(text, 'number'));
  const warmUpRuns = Math.min(10, Math.ceil(WARM_UP_BARS / frame.length));
  const times: number[] = [];
  for (let run = -warmUpRuns; run < runs; run++) {
    const start = performance.now();
    const values = lines.map((line) => computeSeries(frame, line));
    const ms = performance.now() - start;
    if (values.some((each) => each.length !== frame.length)) throw new Error(`${name} has lost bars`);
    if (run >= 0) times.push(ms);
  }
  const oursMs = median(times);
  return {
    work: `${name}, ${frame.length.toLocaleString('en')} bars: ${expressions.join(', ')}`,
    oursMs,
    minMs: Math.min(...times),
    nsABar: (oursMs * 1e6) / frame.length,
  };
}

/** The same candles for the same number of bars. */
export function generateFrame(bars: number): Frame {
  const series = { exchange: 'simulated', market: 'spot', symbol: 'BTCUSDT', interval: '1m' } as const;
  const { openTimeMs, columns } = generateCandles({ series, fromMs: Date.UTC(2020, 0, 1), count: bars });
  const { open, high, low, close, volume } = columns;
  return createFrame(series, openTimeMs, { open, high, low, close, volume });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [bars, runs] = [Number(process.argv[2] ?? 1_000_000), Number(process.argv[3] ?? 21)];
  console.table(
    measureIndicators(bars, runs).map(({ work, oursMs, minMs, nsABar }, index) => ({
      work,
      'median ms': oursMs.toFixed(2),
      'fastest ms': minMs.toFixed(2),
      'ns a bar': nsABar.toFixed(1),
      'target ms, 1,000,000 bars': indicatorCases[index]!.targetMs,
    })),
  );
}
