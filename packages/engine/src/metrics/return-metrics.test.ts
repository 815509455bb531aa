import { expect, test } from '@jest/globals';
import { DAY_MS } from '@wick/core';
import { returnMetrics } from './return-metrics.ts';

// Wikipedia, "Compound annual growth rate": 9,000 to 13,000 in three years is 13%.
test('CAGR of the published example is 13%', () => {
  expect(returnMetrics(9_000, 13_000, 3 * 365 * DAY_MS).cagr).toBeCloseTo(0.1304, 4);
});

test('CAGR of exactly one year is the total return', () => {
  expect(returnMetrics(1000, 1250, 365 * DAY_MS)).toEqual({ totalReturn: 0.25, cagr: 0.25, finalValue: 1250 });
});

test('what is not defined is null: no span, a growth that overflows, a negative final value', () => {
  expect(returnMetrics(1000, 1000, 0)).toEqual({ totalReturn: 0, cagr: null, finalValue: 1000 });
  expect(returnMetrics(1000, 3000, 60_000).cagr).toBeNull();
  expect(returnMetrics(1000, -500, 365 * DAY_MS)).toEqual({ totalReturn: -1.5, cagr: null, finalValue: -500 });
  expect(returnMetrics(1000, 0, 365 * DAY_MS)).toEqual({ totalReturn: -1, cagr: -1, finalValue: 0 });
});
