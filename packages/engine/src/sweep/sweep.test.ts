import { describe, expect, test } from '@jest/globals';
import { templateToStrategy, textToParameter, WickError } from '@wick/core';
import fc from 'fast-check';
import { backtest } from '../backtest.ts';
import { createBacktest } from '../backtest-run.ts';
import { randomFrame } from '../random-frame.test-support.ts';
import { createSignalStream } from '../signals/signal-stream.ts';
import { anySweep, type RandomSweep } from './random-sweep.test-support.ts';
import { backtestRow, sweep, sweepPortions } from './sweep.ts';
import { isSweepMetric, SWEEP_METRICS } from './sweep-metrics.ts';
import type { SweepResult } from './sweep-result.ts';

const PAIRS = 'entry: sma(close, $fast) crosses above sma(close, $slow)\nexit: sma(close, $fast) crosses below sma(close, $slow)';
const grid = (where: string | undefined, ...texts: string[]) => ({ kind: 'grid', parameters: texts.map(textToParameter), where }) as const;
const refused = (code: string, message: string | RegExp): unknown => expect.objectContaining({ code, message: expect.stringMatching(message) });

const OF_RUN = SWEEP_METRICS.filter((name) => !['orders', 'conflictingSignals', 'noCash', 'noPrice', 'ambiguousTrades'].includes(name));

/** Metrics of one row as a backtest gives them, NaN for null. */
function backtestMetrics({ frame }: RandomSweep, result: SweepResult, row: number): Record<string, number> {
  const strategy = templateToStrategy(result.template, result.valuesOf(row));
  const run = createBacktest(strategy, { interval: frame.series.interval, execution: result.execution });
  run.push(frame);
  const { metrics, fills, refusals, ambiguousTrades } = run.finish();
  const { conflictingSignals, noCash, noPrice } = refusals;
  const all = { ...metrics, orders: fills.length, conflictingSignals, noCash, noPrice, ambiguousTrades };
  return Object.fromEntries(Object.entries(all).filter(([name]) => isSweepMetric(name)).map(([name, value]) => [name, value ?? Number.NaN]));
}

const neverEnters = (result: SweepResult, row: number, { frame }: RandomSweep): boolean =>
  !createSignalStream(templateToStrategy(result.template, result.valuesOf(row)), { interval: frame.series.interval }).canEnter;

const REFUSALS = ['STRATEGY_INVALID', 'STRATEGY_SYNTAX', 'OPTION_INVALID'];

/** Values that a strategy does not take are refused before anything is computed. */
function sweepOrRefusal(random: RandomSweep, execution: object): SweepResult | string {
  try {
    return sweep(random.frame, random.text, random.spec, { execution, metrics: SWEEP_METRICS });
  } catch (error) {
    if (error instanceof WickError && REFUSALS.includes(error.code)) return error.code;
    throw error;
  }
}

test('a sweep varies after how many bars a position is closed', () => {
  const frame = randomFrame(3, 600);
  const text = 'entry: rsi(5) < 30\nexit: rsi(5) > 70\nexit after: $bars bars';
  const result = sweep(frame, text, grid(undefined, 'bars=1..30'), { metrics: ['orders', 'totalReturn'] });
  const alone = [...result.metrics['orders']!].map((_, row) => backtest(frame, templateToStrategy(result.template, result.valuesOf(row))));
  expect([...result.metrics['orders']!]).toEqual(alone.map(({ fills }) => fills.length));
  expect([...result.metrics['totalReturn']!]).toEqual(alone.map(({ metrics }) => metrics.totalReturn));
  expect(new Set(result.metrics['totalReturn']).size).toBeGreaterThan(10);
  for (const [row, { trades }] of alone.entries()) expect(Math.max(...trades.map(({ entryBar, exitBar }) => exitBar - entryBar))).toBeLessThanOrEqual(row + 1);
  const half = grid(undefined, 'bars=1..3 step 0.5');
  expect(() => sweep(frame, text, half)).toThrow(refused('STRATEGY_INVALID', 'exitAfter.bars'));
  expect(() => sweep(frame, text, grid(undefined, 'bars=1..3'), { arithmetic: 'tolerant' })).toThrow(refused('STRATEGY_INVALID', 'knows no stops and no exit after so many bars'));
});

describe('a sweep of any strategy', () => {
  test('has in each row what a backtest of that combination says, every metric to the bit', () => {
    const execution = fc.record({ fill: fc.constantFrom('next-open' as const, 'close' as const), slippageBps: fc.constantFrom(0, 2) });
    let rows = 0;
    fc.assert(
      fc.property(anySweep, execution, (random, given) => {
        const result = sweepOrRefusal(random, given);
        if (typeof result === 'string') return;
        for (let row = 0; row < result.length; row++) {
          rows++;
          const found = Object.fromEntries(SWEEP_METRICS.map((name) => [name, result.metrics[name]![row]!]));
          // A backtest refuses an entry that can never be true; in a sweep it is one of the rows that never trade.
          expect(found).toEqual(neverEnters(result, row, random) ? { ...found, trades: 0, orders: 0 } : backtestMetrics(random, result, row));
        }
      }),
      { numRuns: 250 },
    );
    expect(rows).toBeGreaterThan(200);
  });

  test('is the same however much memory it has, and portion by portion', () => {
    const frame = randomFrame(3, 900);
    const spec = grid('fast < slow', 'fast=2..12', 'slow=2..12', 'stop=1..3');
    const text = `${PAIRS}\nstop loss: $stop%`;
    const whole = sweep(frame, text, spec, { metrics: ['totalReturn', 'sharpe', 'trades'] });
    const options = { metrics: ['totalReturn', 'sharpe', 'trades'], memoryMb: 0.25 };
    const cut = sweep(frame, text, spec, options);
    expect([...sweepPortions(frame, text, spec, options)].length).toBeGreaterThan(3);
    expect(cut.metrics).toEqual(whole.metrics);
    expect(cut.combination).toEqual(whole.combination);
    expect(whole.length).toBe(55 * 3);
  });
});

describe('a sweep', () => {
  const frame = randomFrame(1, 600);

  test('numbers combinations by their place, those that the constraint leaves out included', () => {
    const result = sweep(frame, PAIRS, grid('fast < slow', 'fast=2..4', 'slow=3..5'));
    expect([...result.combination]).toEqual([0, 1, 2, 4, 5, 8]);
    expect(result.parameters).toEqual({ fast: Float64Array.of(2, 2, 2, 3, 3, 4), slow: Float64Array.of(3, 4, 5, 4, 5, 5) });
  });

  test('counts combinations that never trade, and those that need more candles than there are', () => {
    const result = sweep(frame, 'close > sma($n)', grid(undefined, 'n=5,599,5000'), { metrics: ['trades', 'orders', 'totalReturn'] });
    expect([...result.metrics.orders!]).toEqual([1, expect.any(Number), 0]);
    expect(result.neverTraded).toBe([...result.metrics.orders!].filter((orders) => orders === 0).length);
    expect(result.metrics.totalReturn![2]).toBe(0);
  });

  test('gives the best rows, and the whole backtest of each', () => {
    const result = sweep(frame, PAIRS, grid('fast < slow', 'fast=2..9', 'slow=2..9'), { metrics: ['totalReturn', 'profitFactor'] });
    const [best, second] = result.top(2, 'totalReturn');
    const returns = result.metrics.totalReturn!;
    expect(returns[best!]).toBe(Math.max(...returns));
    expect(returns[second!]).toBeLessThanOrEqual(returns[best!]!);
    expect(returns[result.top(1, 'totalReturn', 'lowest')[0]!]).toBe(Math.min(...returns));
    expect(backtestRow(frame, result, best!).metrics.totalReturn).toBe(returns[best!]);
    expect(backtest(frame, templateToStrategy(result.template, result.valuesOf(best!))).metrics.totalReturn).toBe(returns[best!]);
  });

  test.each([
    ['a parameter that the strategy does not have', PAIRS, grid(undefined, 'fast=2', 'slow=3', 'mid=4'), 'OPTION_INVALID', 'no parameter \\$mid'],
    ['a parameter without values', PAIRS, grid(undefined, 'fast=2'), 'OPTION_INVALID', '\\$slow has no values'],
    ['a period out of range, with its combination', PAIRS, grid(undefined, 'fast=2,3', 'slow=9,0'), 'STRATEGY_INVALID', 'fast=2, slow=0 makes no sense: the period of sma'],
    ['a stop out of range', `${PAIRS}\nstop loss: $x%`, grid(undefined, 'fast=2', 'slow=3', 'x=1,101'), 'STRATEGY_INVALID', 'x=101 makes no sense: stopLoss.percent'],
    ['a thousand million combinations', PAIRS, grid(undefined, 'fast=1..31623', 'slow=1..31623'), 'OPTION_INVALID', '1,000,014,129 combinations'],
    ['a constraint that nothing meets', PAIRS, grid('fast > slow', 'fast=2', 'slow=3'), 'OPTION_INVALID', 'No combination meets'],
  ])('refuses %s', (_name, text, spec, code, message) => {
    expect(() => sweep(frame, text, spec)).toThrow(refused(code, message));
  });

  test('refuses metrics that it does not have, too little memory, and candles that are none', () => {
    const spec = grid(undefined, 'fast=2', 'slow=3');
    expect(() => sweep(frame, PAIRS, spec, { metrics: ['sharp'] })).toThrow(refused('OPTION_INVALID', 'no metric sharp'));
    expect(() => sweep(frame, PAIRS, spec, { metrics: ['averageMae'] })).toThrow(refused('OPTION_INVALID', 'does not compute averageMae'));
    expect(() => sweep(frame, PAIRS, spec, { metrics: [] })).toThrow(refused('OPTION_INVALID', 'without a metric'));
    expect(() => sweep(frame, PAIRS, spec, { memoryMb: 0.001 })).toThrow(refused('OPTION_INVALID', 'One combination alone'));
    expect(() => sweep(randomFrame(1, 0), PAIRS, spec)).toThrow(refused('CANDLES_MISSING', 'no candles'));
    expect(() => sweep(frame, `${PAIRS}\nstop loss: 2%`, spec, { arithmetic: 'tolerant' })).toThrow(refused('STRATEGY_INVALID', 'knows no stops'));
    const share = grid(undefined, 'fast=2', 'slow=3', 'share=100,50');
    expect(() => sweep(frame, `${PAIRS}\nsize: $share% of equity`, share, { arithmetic: 'tolerant' })).toThrow(refused('STRATEGY_INVALID', 'share=50 makes no sense'));
  });

  test('knows every metric that it says it knows', () => {
    expect(OF_RUN.length).toBeGreaterThan(45);
    expect(SWEEP_METRICS.every(isSweepMetric)).toBe(true);
  });
});
