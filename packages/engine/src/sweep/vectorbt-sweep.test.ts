import { describe, expect, test } from '@jest/globals';
import { createFrame, type Frame, parseExecution, templateToStrategy } from '@wick/core';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createLanes } from '../portfolio/whole-position/lane-row.ts';
import { compileLaneRules } from '../portfolio/whole-position/lane-rules.ts';
import { createWalk, walkLane } from '../portfolio/whole-position/walk.ts';
import { walkTolerant } from '../portfolio/whole-position/walk-tolerant.ts';
import { createSignalStream } from '../signals/signal-stream.ts';
import { sweep } from './sweep.ts';
import type { SweepResult } from './sweep-result.ts';

interface Reference {
  readonly first: string;
  readonly arrays: Readonly<Record<string, readonly number[]>>;
  readonly sweep: {
    readonly init_cash: number;
    readonly fees: number;
    readonly pairs: readonly (readonly [fast: number, slow: number])[];
    readonly total_return: readonly number[];
    readonly sharpe_ratio: readonly number[];
    readonly max_drawdown: readonly number[];
    readonly orders: readonly number[];
  };
}

const folder = process.env['VECTORBT_CASES'] ?? resolve(import.meta.dirname, '../../test-data/vectorbt');
const files = readdirSync(folder).filter((file) => /^seed-.*\.json$/.test(file));

/** vectorbt's average: a difference of running sums over the whole series, divided by the window. */
const average = (window: string): string => `(cumulative(close) - cumulative(close)[${window}]) / ${window}`;
const CROSSINGS = `entry: ${average('$fast')} crosses above ${average('$slow')}\nexit: ${average('$fast')} crosses below ${average('$slow')}`;

/**
 * The market behind one bar more, whose price is the smallest there is: no sum changes by it, and the first window has a running
 * sum before it to be taken from.
 */
function frameOf({ arrays, first }: Reference): Frame {
  const close = Float64Array.of(Number.MIN_VALUE, ...arrays['close0']!);
  const times = close.map((_, bar) => Date.parse(`${first}Z`) + (bar - 1) * 300_000);
  const series = { exchange: 'simulated', market: 'spot', symbol: 'VECTORBT', interval: '5m' } as const;
  return createFrame(series, times, { open: close, high: close, low: close, close, volume: close });
}

/** The equity of one row, without the bar that was put before the market. */
function equityOf(frame: Frame, result: SweepResult, row: number): Float64Array {
  const signals = createSignalStream(templateToStrategy(result.template, result.valuesOf(row))).process(frame);
  const { longEntry, longExit, shortEntry, shortExit } = signals;
  const { open, high, low, close } = frame.columns;
  const walk = createWalk(createLanes(1, result.execution.initialCash), compileLaneRules(result.template.example, result.execution, 'tolerant'));
  const equity = new Float64Array(frame.length);
  walk.bars = { firstBar: 0, length: frame.length, openTimeMs: frame.openTimeMs, open, high, low, close };
  walk.equity = equity;
  walkLane(walk, 0, { longEntry: longEntry.words, longExit: longExit.words, shortEntry: shortEntry.words, shortExit: shortExit.words }, walkTolerant);
  return equity.subarray(1);
}

/** mean / deviation × √(bars of a year), sums in the order of the bars, the deviation from the mean in a second pass. */
function sharpeOf(returns: readonly number[]): number {
  const mean = returns.reduce((sum, value) => sum + value, 0) / returns.length;
  const squares = returns.reduce((sum, value) => sum + Math.abs(value - mean) ** 2, 0);
  return (mean / Math.sqrt(squares / (returns.length - 1))) * Math.sqrt((365 * 86_400) / 300);
}

/** From the cumulated returns, of 100. */
function maxDrawdownOf(returns: readonly number[]): number {
  let [growth, peak, deepest] = [1, 0, 0];
  for (const value of returns) {
    growth *= value + 1;
    const level = growth * 100;
    peak = Math.max(peak, level);
    deepest = Math.min(deepest, level / peak - 1);
  }
  return deepest;
}

describe.each(files)('the sweep of vectorbt in %s', (file) => {
  const reference = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Reference;
  const { pairs, init_cash: initialCash, fees, ...expected } = reference.sweep;
  const frame = frameOf(reference);
  const execution = parseExecution({ fill: 'close', initialCash, takerFeeRate: fees, slippageBps: 0 });
  const metrics = ['totalReturn', 'orders', 'sharpePerBar', 'maxDrawdown'];
  const result = sweep(frame, CROSSINGS, { kind: 'list', names: ['fast', 'slow'], values: Float64Array.from(pairs.flat()) }, { execution, metrics, arithmetic: 'tolerant' });

  test('has the same orders and total returns, to the bit', () => {
    expect([...result.metrics.orders!]).toEqual(expected.orders);
    expect([...result.metrics.totalReturn!]).toEqual(expected.total_return);
  });

  test('has an equity with the same Sharpe ratio and drawdown, to the bit, and streams both to twelve digits', () => {
    const rows = pairs.map((_, row) => {
      const equity = equityOf(frame, result, row);
      const returns = Array.from(equity, (value, bar) => (value - (equity[bar - 1] ?? initialCash)) / (equity[bar - 1] ?? initialCash));
      return { sharpe: sharpeOf(returns), drawdown: maxDrawdownOf(returns) };
    });
    expect(rows.map(({ sharpe }) => sharpe)).toEqual(expected.sharpe_ratio);
    expect(rows.map(({ drawdown }) => drawdown)).toEqual(expected.max_drawdown);
    const streamed = [...result.metrics.maxDrawdown!].map((value, row) => Math.abs(value - expected.max_drawdown[row]!));
    expect(Math.max(...streamed)).toBeLessThan(1e-12);
  });
});
