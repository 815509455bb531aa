import { describe, expect, test } from '@jest/globals';
import { createFrame, type Frame, type Metrics, parseExecution, textToStrategy } from '@wick/core';
import fc from 'fast-check';
import { backtest, backtestSignals } from '../backtest.ts';
import { createSignals } from '../portfolio/scenario.test-support.ts';
import { randomFrame } from '../random-frame.test-support.ts';
import { computeNaively } from './naive-metrics.test-support.ts';

const STRATEGY = textToStrategy('entry: close > open\nexit: close < open\nshort entry: close < lowest(low, 4)[1]\nstop loss: 3%\nsize: 60% of equity');
/** A seed is no smaller than another: there is nothing to shrink. */
const anyRun = fc.record({
  seed: fc.nat(),
  length: fc.integer({ min: 120, max: 300 }),
  riskFreeRate: fc.constantFrom(0, 0.05),
  daysPerYear: fc.constantFrom(365, 252),
});

test('over random runs, every metric that whole columns can tell is what they tell', () => {
  fc.assert(
    fc.property(anyRun, ({ seed, length, ...rates }) => {
      const frame = randomFrame(seed, length);
      const { metrics, equity, trades, fills } = backtest(frame, STRATEGY, { execution: rates });
      fc.pre(metrics.trades > 3 && equity.every((value) => value > 0));
      const traded = fills.reduce((sum, { size, price }) => sum + size * price, 0);
      const expected = computeNaively(frame, parseExecution(rates), { equity, trades, traded });
      const names = Object.keys(expected) as (keyof Metrics)[];
      expect(names.filter((name) => !isSame(metrics[name], expected[name]!))).toEqual([]);
    }),
    { numRuns: 40, endOnFailure: true },
  );
});

/** To nine digits, and `null` where the other way comes to NaN or ±∞. */
const isSame = (found: number | null, expected: number | null): boolean =>
  found === null || expected === null || !Number.isFinite(expected)
    ? found === null && !Number.isFinite(expected)
    : Math.abs(found - expected) <= 1e-9 * Math.max(1e-3, Math.abs(expected));

/** What is money grows with the cash; nothing else does. */
const MONEY: readonly (keyof Metrics)[] = ['finalValue', 'expectancy', 'feesPaid', 'slippagePaid'];

test('a hundred times the cash is a hundred times the money, and leaves every ratio as it is', () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const frame = randomFrame(seed, 300);
      const small = backtest(frame, STRATEGY, { execution: { initialCash: 1_000 } }).metrics;
      const large = backtest(frame, STRATEGY, { execution: { initialCash: 100_000 } }).metrics;
      const names = Object.keys(small) as (keyof Metrics)[];
      const grown = (name: keyof Metrics): number | null => (MONEY.includes(name) ? small[name]! * 100 : small[name]);
      expect(names.filter((name) => !isSame(large[name], grown(name)))).toEqual([]);
    }),
    { numRuns: 20, endOnFailure: true },
  );
});

describe('holding', () => {
  /** Buys at the first open that a signal can reach, which a bar at the same price puts where the benchmark starts. */
  function hold(frame: Frame): Metrics {
    const signals = createSignals(frame.length);
    signals.longEntry.words[0] = 1;
    return backtestSignals(frame, signals, { execution: { takerFeeRate: 0, slippageBps: 0 } }).metrics;
  }

  test('without costs is its own benchmark: beta 1, alpha 0, nothing active', () => {
    const frame = randomFrame(3, 400);
    const columns = Object.fromEntries(
      Object.entries(frame.columns).map(([name, values]) => [name, Float64Array.of(frame.columns.open[0]!, ...values)]),
    ) as unknown as Frame['columns'];
    const times = Float64Array.of(frame.openTimeMs[0]! - 3_600_000, ...frame.openTimeMs);
    const metrics = hold(createFrame(frame.series, times, columns));
    expect(metrics.benchmarkReturn).toBeCloseTo(metrics.totalReturn!, 12);
    expect(metrics.beta).toBeCloseTo(1, 9);
    expect(metrics.alpha).toBeCloseTo(0, 9);
    expect(metrics.informationRatio).toBeNull();
  });
});

test('costs take what they take: with a share of 100% nothing would be left', () => {
  const frame = randomFrame(12, 800);
  const free = backtest(frame, STRATEGY, { execution: { takerFeeRate: 0, makerFeeRate: 0, slippageBps: 0 } }).metrics;
  expect(free).toMatchObject({ feesPaid: 0, slippagePaid: 0 });
  const runs = Array.from({ length: 12 }, (_, seed) => backtest(randomFrame(seed, 300), STRATEGY).metrics);
  const withProfit = runs.filter(({ feeShare }) => feeShare !== null);
  expect(withProfit.length).toBeGreaterThan(2);
  for (const { feeShare, slippageShare, totalReturn } of withProfit) {
    expect(Math.sign(1 - feeShare! - slippageShare!)).toBe(Math.sign(totalReturn!));
  }
});
