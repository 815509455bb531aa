import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { deflatedSharpe, expectedMaxSharpe, minimumBacktestYears } from './deflated-sharpe.ts';
import { normalCdf, normalQuantile } from './normal-distribution.ts';
import { probabilisticSharpe } from './probabilistic-sharpe.ts';

describe('the normal distribution', () => {
  // Abramowitz & Stegun, Handbook of Mathematical Functions, table 26.1.
  test.each([
    [0, 0.5],
    [0.5, 0.691462461274013],
    [1, 0.841344746068543],
    [2, 0.977249868051821],
    [3, 0.99865010196837],
    [-1.5, 0.066807201268858],
  ])('Φ(%p) is %p', (z, p) => expect(Math.abs(normalCdf(z) - p)).toBeLessThan(2e-15));

  // Wichura 1988, the test values of AS 241.
  test.each([
    [0.25, -0.6744897501960817],
    [0.001, -3.0902323061678136],
    [1e-20, -9.262340089798407],
    [0.975, 1.9599639845400543],
  ])('Φ⁻¹(%p) is %p', (p, z) => expect(Math.abs(normalQuantile(p) / z - 1)).toBeLessThan(1e-14));

  test('one undoes the other over the whole range', () => {
    fc.assert(fc.property(fc.double({ min: -5, max: 5, noNaN: true }), (z) => expect(normalQuantile(normalCdf(z))).toBeCloseTo(z, 9)));
  });

  /** By another way: Simpson's rule over the density, in steps of a hundredth. */
  test('Φ is the integral of the density', () => {
    const density = (x: number): number => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
    let sum = 0;
    for (let step = 0; step < 250; step++) {
      const x = step / 100;
      sum += (density(x) + 4 * density(x + 0.005) + density(x + 0.01)) / 600;
      expect(Math.abs(normalCdf(x + 0.01) - 0.5 - sum)).toBeLessThan(1e-11);
    }
  });

  test('the ends: far out it is 0 and 1, and only probabilities have a quantile', () => {
    expect([normalCdf(-40), normalCdf(40), normalCdf(Number.NaN)]).toEqual([0, 1, Number.NaN]);
    expect([normalQuantile(0), normalQuantile(1), normalQuantile(-0.1), normalQuantile(1.1), normalQuantile(Number.NaN)]).toEqual([
      -Infinity, Infinity, Number.NaN, Number.NaN, Number.NaN,
    ]);
  });
});

describe('the probabilistic Sharpe ratio', () => {
  // Bailey & López de Prado 2012, "The Sharpe Ratio Efficient Frontier": 24 months, a monthly Sharpe of 0.458 (1.585 a year).
  const fund = { sharpe: 0.458, observations: 24 };

  test('of the published fund is 98.2% if its returns were normal, and 91.3% with the skewness and kurtosis it has', () => {
    expect(probabilisticSharpe({ ...fund, skewness: 0, kurtosis: 3 })).toBeCloseTo(0.982, 3);
    expect(probabilisticSharpe({ ...fund, skewness: -2.448, kurtosis: 10.164 })).toBeCloseTo(0.913, 3);
  });

  test('is a half at its own benchmark, and null where the deviation of the estimate is not above zero', () => {
    expect(probabilisticSharpe({ ...fund, skewness: -1, kurtosis: 5 }, 0.458)).toBe(0.5);
    expect(probabilisticSharpe({ sharpe: 1, observations: 24, skewness: 3, kurtosis: 3 })).toBeNull();
  });
});

describe('the deflated Sharpe ratio', () => {
  // Bailey & López de Prado 2014, "A numerical example": 1250 days, an annual Sharpe of 2.5 over 250 days, skewness −3, kurtosis 10;
  // the annual Sharpe ratios of the trials have a variance of 1/2.
  const best = { sharpe: 2.5 / Math.sqrt(250), observations: 1250, skewness: -3, kurtosis: 10 };
  const variance = 1 / 2 / 250;

  test('of the published example: of 100 trials a daily maximum of 0.1132 is expected, and the DSR is 0.9004', () => {
    expect(expectedMaxSharpe(100, variance)).toBeCloseTo(0.1132, 4);
    expect(deflatedSharpe(best, 100, variance)).toBeCloseTo(0.9004, 4);
  });

  test('of the published example with 46 trials is 0.9505, as with 88 if the returns were normal', () => {
    expect(deflatedSharpe(best, 46, variance)).toBeCloseTo(0.9505, 4);
    expect(deflatedSharpe({ ...best, skewness: 0, kurtosis: 3 }, 88, variance)).toBeCloseTo(0.9505, 4);
  });

  test('the trap: with excess kurtosis the same example looks better than it is', () => {
    expect(deflatedSharpe({ ...best, kurtosis: 10 - 3 }, 100, variance)!).toBeGreaterThan(deflatedSharpe(best, 100, variance)! + 0.001);
  });

  test('one trial deflates nothing, more trials deflate more', () => {
    expect(deflatedSharpe(best, 1, variance)).toBe(probabilisticSharpe(best));
    const deflated = [2, 5, 50, 5000].map((trials) => deflatedSharpe(best, trials, variance)!);
    expect(deflated).toEqual(deflated.toSorted((a, b) => b - a));
  });

  test('the expected maximum is about what the best of as many normal numbers comes to', () => {
    // The exact mean of the maximum of N: ∫ x d(Φ(x)^N). The formula is its approximation for large N.
    const exact = (trials: number): number => {
      let sum = 0;
      for (let x = -8; x < 8; x += 0.001) sum += (x + 0.0005) * (normalCdf(x + 0.001) ** trials - normalCdf(x) ** trials);
      return sum;
    };
    expect(expectedMaxSharpe(1000, 1) / exact(1000)).toBeCloseTo(1, 1);
    expect(expectedMaxSharpe(10, 4) / (2 * exact(10))).toBeCloseTo(1, 1);
  });

  test('refuses a count that is none', () => {
    expect(() => expectedMaxSharpe(0, 1)).toThrow('The number of trials must be at least 1, not 0.');
    expect(() => expectedMaxSharpe(10, Number.NaN)).toThrow('The number of variance must be at least 0');
  });
});

// Bailey, Borwein, López de Prado & Zhu 2014: with five years of data, no more than 45 independent configurations.
test('the minimum length for 45 trials that show an annual Sharpe of 1 is five years, and a quarter of it for 2', () => {
  expect(minimumBacktestYears(45, 1)).toBeCloseTo(5, 1);
  expect(minimumBacktestYears(45, 2)! * 4).toBeCloseTo(minimumBacktestYears(45, 1)!, 12);
  expect(minimumBacktestYears(45, 1)!).toBeLessThan(2 * Math.log(45));
  expect(minimumBacktestYears(45, 0)).toBeNull();
});
