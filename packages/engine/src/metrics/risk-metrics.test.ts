import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { dailySample } from './daily-sample.ts';
import { quantile } from './quantile.ts';
import { ratioMetrics } from './ratio-metrics.ts';
import { riskMetrics } from './risk-metrics.ts';

function risk(dailyReturns: readonly number[], daysPerYear = 365, riskFreeRate = 0) {
  const daily = dailySample(Float64Array.from(dailyReturns), { daysPerYear, riskFreeRate });
  const drawdown = { maxDrawdown: -0.25, ulcerIndex: 0.1 };
  return {
    ...riskMetrics(daily, daysPerYear),
    ...ratioMetrics({ daily, cagr: 0.5, netProfit: 300, largestFall: 100, drawdown }, { daysPerYear, riskFreeRate }),
  };
}

describe('ratios', () => {
  test('by hand: returns of +10%, −10%, +10%', () => {
    const { annualVolatility, sharpe, sortino, downsideDeviation, omega } = risk([0.1, -0.1, 0.1]);
    // mean 1/30; squared deviations (1/15)², (2/15)², (1/15)² sum to 6/225; sd = √(3/225) = √3/15
    expect(annualVolatility).toBeCloseTo((Math.sqrt(3) / 15) * Math.sqrt(365), 12);
    expect(sharpe).toBeCloseTo((1 / 30 / (Math.sqrt(3) / 15)) * Math.sqrt(365), 12);
    // one day of −10% in three: √(0.01 / 3)
    expect(downsideDeviation).toBeCloseTo(Math.sqrt(0.01 / 3) * Math.sqrt(365), 12);
    expect(sortino).toBeCloseTo((1 / 30 / Math.sqrt(0.01 / 3)) * Math.sqrt(365), 12);
    expect(omega).toBeCloseTo(2, 12);
  });

  // Rollinger and Hoffman, "Sortino: A 'Sharper' Ratio": annual returns, target 0, downside deviation 2.264%, ratio 4.417.
  test('Sortino of the published example is 4.417, its downside deviation 2.264%', () => {
    const example = risk([0.17, 0.15, 0.23, -0.05, 0.12, 0.09, 0.13, -0.04], 1);
    expect(example.sortino).toBeCloseTo(4.417, 3);
    expect(example.downsideDeviation).toBeCloseTo(0.02264, 5);
  });

  // The numbers 2, 4, 4, 4, 5, 5, 7, 9 of Wikipedia’s "Standard deviation": mean 5, squares 32; with n − 1, √(32/7).
  test('the deviation is the sample’s', () => {
    const { annualVolatility, sharpe } = risk([0.02, 0.04, 0.04, 0.04, 0.05, 0.05, 0.07, 0.09], 1);
    expect(annualVolatility).toBeCloseTo(Math.sqrt(32 / 7) / 100, 14);
    expect(sharpe).toBeCloseTo(5 / Math.sqrt(32 / 7), 12);
  });

  test('a yearly risk-free rate is taken off each day, compounding to the year', () => {
    const daily = 1.1 ** (1 / 365) - 1;
    const excess = [0.1 - daily, -0.1 - daily, 0.1 - daily];
    for (const name of ['sharpe', 'sortino', 'downsideDeviation', 'probabilisticSharpe'] as const) {
      expect(risk([0.1, -0.1, 0.1], 365, 0.1)[name]).toBeCloseTo(risk(excess)[name]!, 12);
    }
  });

  test('by hand: Calmar, Ulcer performance index and recovery factor weigh by what fell', () => {
    expect(risk([0.1, -0.1])).toMatchObject({ calmar: 2, ulcerPerformanceIndex: 5, recoveryFactor: 3 });
    expect(risk([0.1, -0.1], 365, 0.2).ulcerPerformanceIndex).toBeCloseTo(3, 12);
  });
});

describe('the distribution of daily returns', () => {
  test('by hand: the numbers −2, −1, 0, 1, 7 have g₁ = 36 / 10^1.5 and a raw kurtosis of 278.8 / 100', () => {
    // mean 1; deviations −3, −2, −1, 0, 6: squares 50, cubes −27 − 8 − 1 + 216 = 180, fourths 81 + 16 + 1 + 1296 = 1394
    const { skewness, kurtosis } = risk([-0.02, -0.01, 0, 0.01, 0.07]);
    expect(skewness).toBeCloseTo(180 / 5 / 10 ** 1.5, 10);
    expect(kurtosis).toBeCloseTo(1394 / 5 / 100, 10);
  });

  test('a fair coin has no skewness and a raw kurtosis of 1, the least there is', () => {
    expect(risk([0.01, -0.01, 0.01, -0.01])).toMatchObject({ skewness: expect.closeTo(0, 12), kurtosis: expect.closeTo(1, 12) });
  });

  // NumPy: quantile([1, 2, 3, 4], 0.05) is 1.15, with 0.95 it is 3.85.
  test('quantiles lie between neighbours linearly', () => {
    expect(quantile(Float64Array.of(1, 2, 3, 4), 0.05)).toBeCloseTo(1.15, 12);
    expect(quantile(Float64Array.of(1, 2, 3, 4), 0.95)).toBeCloseTo(3.85, 12);
    expect(quantile(Float64Array.of(7), 0.5)).toBe(7);
    expect(quantile(new Float64Array(0), 0.5)).toBeNaN();
  });

  test('by hand: of 21 returns the 5% quantile is the second lowest, the conditional one the mean of both', () => {
    const returns = Array.from({ length: 21 }, (_, day) => (day - 10) / 100);
    const { valueAtRisk95, conditionalValueAtRisk95, tailRatio } = risk(returns.toReversed());
    expect(valueAtRisk95).toBeCloseTo(-0.09, 12);
    expect(conditionalValueAtRisk95).toBeCloseTo(-0.095, 12);
    expect(tailRatio).toBeCloseTo(1, 12);
  });
});

describe('null, never ±∞ or NaN', () => {
  const none = {
    annualVolatility: null, downsideDeviation: null, valueAtRisk95: null, conditionalValueAtRisk95: null, tailRatio: null, skewness: null,
    kurtosis: null, sharpe: null, sortino: null, omega: null, probabilisticSharpe: null,
  };

  test('with fewer than two days', () => {
    expect(risk([])).toMatchObject(none);
    expect(risk([0.1])).toMatchObject(none);
  });

  test('where nothing varies: volatility is zero, the ratios are not defined', () => {
    const flat = { sharpe: null, sortino: null, probabilisticSharpe: null, skewness: null, kurtosis: null };
    expect(risk([0, 0, 0])).toMatchObject({ ...flat, annualVolatility: 0, downsideDeviation: 0, omega: null, tailRatio: null, valueAtRisk95: 0 });
    expect(risk([0, 0, 0], 365, 0.05)).toMatchObject(flat);
    // Growth of 10% a day, as quotients of floats: equal but for rounding.
    const grown = Array.from({ length: 50 }, (_, day) => (100 * 1.1 ** (day + 1)) / (100 * 1.1 ** day) - 1);
    expect(new Set(grown).size).toBeGreaterThan(1);
    expect(risk(grown)).toMatchObject(flat);
  });

  test('Sortino and Omega without a day below the target', () => {
    expect(risk([0.1, 0.2])).toMatchObject({ sortino: null, omega: null });
    expect(risk([0.1, 0.2]).sharpe).not.toBeNull();
  });

  test('where the equity was gone', () => {
    expect(risk([-1.5, Number.NaN, 0.1])).toMatchObject(none);
  });

  test('without a drawdown, and without a growth', () => {
    const execution = { daysPerYear: 365, riskFreeRate: 0 };
    const still = { daily: null, cagr: 0.5, netProfit: 10, largestFall: 0, drawdown: { maxDrawdown: 0, ulcerIndex: 0 } };
    const nothing = { calmar: null, ulcerPerformanceIndex: null, recoveryFactor: null };
    expect(ratioMetrics(still, execution)).toMatchObject(nothing);
    const unborn = { ...still, cagr: null, netProfit: 0, drawdown: { maxDrawdown: null, ulcerIndex: null } };
    expect(ratioMetrics(unborn, execution)).toMatchObject(nothing);
  });
});

test('properties: conditional VaR ≤ VaR, kurtosis ≥ 1 + skewness², probability in [0, 1] and above a half with a good Sharpe', () => {
  const returns = fc.array(fc.double({ min: -0.5, max: 0.5, noNaN: true }), { minLength: 2, maxLength: 300, size: 'max' });
  fc.assert(
    fc.property(returns, (r) => {
      const { valueAtRisk95, conditionalValueAtRisk95, skewness, kurtosis, probabilisticSharpe, sharpe } = risk(r);
      expect(conditionalValueAtRisk95!).toBeLessThanOrEqual(valueAtRisk95! + 1e-15);
      fc.pre(skewness !== null && kurtosis !== null && probabilisticSharpe !== null && sharpe !== null);
      expect(kurtosis + 1e-9).toBeGreaterThanOrEqual((1 + skewness ** 2) * (1 - 1e-9));
      expect(probabilisticSharpe).toBeGreaterThanOrEqual(0);
      expect(probabilisticSharpe).toBeLessThanOrEqual(1);
      expect(Math.sign(probabilisticSharpe - 0.5) * Math.sign(sharpe)).toBeGreaterThanOrEqual(0);
    }),
  );
});

test('another method agrees: variance as E[r²] − E[r]², downside by filtering', () => {
  const returns = fc.array(fc.integer({ min: -200_000, max: 200_000 }).map((ppm) => ppm / 1e6), { minLength: 3, maxLength: 400, size: 'max' });
  fc.assert(
    fc.property(returns, (r) => {
      const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
      const variance = (mean(r.map((x) => x * x)) - mean(r) ** 2) * (r.length / (r.length - 1));
      fc.pre(variance > 1e-6 && Math.abs(mean(r)) > 1e-9 && r.some((x) => x < 0));
      const falls = r.filter((x) => x < 0).map((x) => x * x);
      const downside = Math.sqrt(falls.reduce((a, b) => a + b, 0) / r.length);
      const { sharpe, sortino, annualVolatility } = risk(r, 252);
      expect(annualVolatility! / Math.sqrt(252 * variance)).toBeCloseTo(1, 8);
      expect(sharpe! - mean(r) * Math.sqrt(252 / variance)).toBeCloseTo(0, 6);
      expect(sortino! / ((Math.sqrt(252) * mean(r)) / downside)).toBeCloseTo(1, 9);
    }),
  );
});
