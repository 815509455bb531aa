import { describe, expect, test } from '@jest/globals';
import { createFrame, type Frame, parseExecution, templateToStrategy, VECTORBT_CONVENTIONS } from '@wick/core';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { barMetrics } from '../metrics/bar-metrics.ts';
import { createPortfolio } from '../portfolio/portfolio.ts';
import { AccountRecords } from '../records/account-records.ts';
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

const CROSSINGS = 'entry: sma_running($fast) crosses above sma_running($slow)\nexit: sma_running($fast) crosses below sma_running($slow)';

function frameOf({ arrays, first }: Reference): Frame {
  const close = Float64Array.from(arrays['close0']!);
  const times = close.map((_, bar) => Date.parse(`${first}Z`) + bar * 300_000);
  const series = { exchange: 'simulated', market: 'spot', symbol: 'VECTORBT', interval: '5m' } as const;
  return createFrame(series, times, { open: close, high: close, low: close, close, volume: close });
}

/** One row as a run of its own, under the conventions: every metric per bar, from records. */
function metricsOf(frame: Frame, result: SweepResult, row: number) {
  const signals = createSignalStream(templateToStrategy(result.template, result.valuesOf(row))).process(frame);
  const execution = { ...result.execution, minSize: 1e-8, conventions: VECTORBT_CONVENTIONS };
  const { initialCash, daysPerYear } = execution;
  const portfolio = createPortfolio([{ rules: result.template.example, account: 0 }], { execution, initialCash: [initialCash], excursions: 'discard' });
  portfolio.push([{ block: frame, signals }], [new Float64Array(frame.length)]);
  const book = { orders: portfolio.orders(), closes: [frame.columns.close], arithmetic: 'tolerant' } as const;
  const records = new AccountRecords(book, { instruments: [0], initialCash });
  return barMetrics(records, { barMs: 300_000, daysPerYear }, ['sharpe', 'maxDrawdown', 'totalReturn']);
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

  test('has in each row, run by itself, the same Sharpe ratio and drawdown, to the bit, and streams both to ten digits', () => {
    const rows = pairs.map((_, row) => metricsOf(frame, result, row));
    expect(rows.map(({ totalReturn }) => totalReturn)).toEqual(expected.total_return);
    expect(rows.map(({ sharpe }) => sharpe)).toEqual(expected.sharpe_ratio);
    expect(rows.map(({ maxDrawdown }) => maxDrawdown)).toEqual(expected.max_drawdown);
    const apart = (streamed: Float64Array, exact: readonly number[]): number =>
      Math.max(...exact.map((value, row) => Math.abs(streamed[row]! / value - 1)));
    expect(apart(result.metrics.maxDrawdown!, expected.max_drawdown)).toBeLessThan(1e-10);
    expect(apart(result.metrics.sharpePerBar!, expected.sharpe_ratio)).toBeLessThan(1e-10);
  });
});
