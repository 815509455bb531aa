import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { riskMetrics } from './risk-metrics.ts';

const risk = (dailyReturns: readonly number[], daysPerYear = 365, riskFreeRate = 0) =>
  riskMetrics(
    { bars: dailyReturns.length, spanMs: 1, maxDrawdown: -0.25, dailyReturns: Float64Array.from(dailyReturns) },
    0.5,
    { daysPerYear, riskFreeRate },
  );

describe('ratios', () => {
  test('by hand: returns of +10%, −10%, +10%', () => {
    const { annualVolatility, sharpe, sortino } = risk([0.1, -0.1, 0.1]);
    // mean 1/30; squared deviations (1/15)², (2/15)², (1/15)² sum to 6/225; sd = √(3/225) = √3/15
    expect(annualVolatility).toBeCloseTo((Math.sqrt(3) / 15) * Math.sqrt(365), 12);
    expect(sharpe).toBeCloseTo((1 / 30 / (Math.sqrt(3) / 15)) * Math.sqrt(365), 12);
    // one day of −10% in three: √(0.01 / 3)
    expect(sortino).toBeCloseTo((1 / 30 / Math.sqrt(0.01 / 3)) * Math.sqrt(365), 12);
  });

  // Rollinger and Hoffman, "Sortino: A 'Sharper' Ratio": annual returns, target 0, downside deviation 2.264%, ratio 4.417.
  test('Sortino of the published example is 4.417', () => {
    expect(risk([0.17, 0.15, 0.23, -0.05, 0.12, 0.09, 0.13, -0.04], 1).sortino).toBeCloseTo(4.417, 3);
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
    expect(risk([0.1, -0.1, 0.1], 365, 0.1).sharpe).toBeCloseTo(risk(excess).sharpe!, 12);
    expect(risk([0.1, -0.1, 0.1], 365, 0.1).sortino).toBeCloseTo(risk(excess).sortino!, 12);
  });

  test('Calmar is CAGR over the absolute drawdown', () => {
    expect(risk([0.1, -0.1]).calmar).toBe(2);
  });
});

describe('null, never ±∞ or NaN', () => {
  const none = { annualVolatility: null, sharpe: null, sortino: null };

  test('with fewer than two days', () => {
    expect(risk([])).toMatchObject(none);
    expect(risk([0.1])).toMatchObject(none);
  });

  test('where nothing varies: volatility is zero, the ratios are not defined', () => {
    expect(risk([0, 0, 0])).toMatchObject({ annualVolatility: 0, sharpe: null, sortino: null });
    expect(risk([0, 0, 0], 365, 0.05)).toMatchObject({ sharpe: null, sortino: null });
    // Growth of 10% a day, as quotients of floats: equal but for rounding.
    const grown = Array.from({ length: 50 }, (_, day) => (100 * 1.1 ** (day + 1)) / (100 * 1.1 ** day) - 1);
    expect(new Set(grown).size).toBeGreaterThan(1);
    expect(risk(grown)).toMatchObject({ sharpe: null, sortino: null });
  });

  test('Sortino without a day below the target', () => {
    expect(risk([0.1, 0.2]).sortino).toBeNull();
    expect(risk([0.1, 0.2]).sharpe).not.toBeNull();
  });

  test('where the equity was gone', () => {
    expect(risk([-1.5, Number.NaN, 0.1])).toMatchObject(none);
  });

  test('Calmar without a drawdown, and drawdown without bars', () => {
    const equity = { bars: 1, spanMs: 1, maxDrawdown: 0, dailyReturns: new Float64Array(1) };
    expect(riskMetrics(equity, 0.5, { daysPerYear: 365, riskFreeRate: 0 })).toMatchObject({ calmar: null, maxDrawdown: 0 });
    expect(riskMetrics({ ...equity, bars: 0 }, null, { daysPerYear: 365, riskFreeRate: 0 })).toMatchObject({ calmar: null, maxDrawdown: null });
  });
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
