import { expect, test } from '@jest/globals';
import { valueToReturns } from './value-to-returns.ts';

test('the first return is against the value before the first bar', () => {
  expect([...valueToReturns(Float64Array.of(110, 110, 55), 100)]).toEqual([0.1, 0, -0.5]);
});

test('from below zero a gain counts as a gain, from nothing to something it has no bound', () => {
  expect([...valueToReturns(Float64Array.of(-100, -50, -75), 100)]).toEqual([-2, 0.5, -0.5]);
  expect([...valueToReturns(Float64Array.of(0, 0, 5, 0, -5), 100)]).toEqual([-1, 0, Infinity, -1, -Infinity]);
});
