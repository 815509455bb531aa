import { expect, test } from '@jest/globals';
import { generateFrame, indicatorCases, measureIndicators } from './indicators.ts';

test('the benchmark of the indicators runs, small', () => {
  const rows = measureIndicators(2_000, 1);
  expect(rows.map(({ work }) => work.split(',')[0])).toEqual(indicatorCases.map(({ name }) => name));
  for (const { oursMs, minMs, nsABar } of rows) {
    expect(oursMs).toBeGreaterThanOrEqual(minMs);
    expect(nsABar).toBeCloseTo((oursMs * 1e6) / 2_000);
  }
});

test('its market is the same every time', () => {
  expect(generateFrame(100).columns).toEqual(generateFrame(100).columns);
});
