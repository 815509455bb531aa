import { describe, expect, test } from '@jest/globals';
import { type Metrics, ORDER_REASONS } from '@wick/core';
import { metricToText } from './metric-to-text.ts';
import { numberToText, priceToText, shareToText, signedToText } from './number-to-text.ts';
import { reasonToText } from './reason-to-text.ts';
import { durationToText, timeToText } from './time-to-text.ts';

describe('numbers', () => {
  test.each([
    [1234567.5, 2, '1,234,567.50'],
    [-1234.5, 0, '−1,235'],
    [-0.001, 2, '0.00'],
    [999.999, 2, '1,000.00'],
    [null, 2, '–'],
    [Number.NaN, 2, '–'],
    [Infinity, 2, '–'],
  ])('%p with %p decimals is %p', (value, decimals, text) => expect(numberToText(value, decimals)).toBe(text));

  test('a sign is shown unless the number rounds to zero', () => {
    expect([signedToText(1.5, 1), signedToText(0.001, 2), signedToText(0, 2)]).toEqual(['+1.5', '0.00', '0.00']);
    expect([shareToText(0.1234), shareToText(-0.5), shareToText(null)]).toEqual(['+12.34%', '−50.00%', '–']);
  });

  test.each([
    [0.00001234, '0.00001234'],
    [93576, '93,576'],
    [93576.12, '93,576.12'],
    [1e-7, '0.0000001'],
    [12.340000000000002, '12.34'],
    [Number.NaN, '–'],
  ])('price %p is %p', (price, text) => expect(priceToText(price)).toBe(text));
});

describe('times', () => {
  test('a time is UTC, with seconds only where there are some', () => {
    expect(timeToText(Date.UTC(2025, 4, 31, 23))).toBe('2025-05-31 23:00');
    expect(timeToText(Date.UTC(2017, 11, 18, 12, 0, 20, 799))).toBe('2017-12-18 12:00:20');
    expect(timeToText(null)).toBe('–');
  });

  test.each([
    [0, '0s'],
    [59_000, '59s'],
    [61_000, '1m 1s'],
    [3_600_000, '1h'],
    [90_061_000, '1d 1h'],
    [null, '–'],
  ])('%p ms is %p', (durationMs, text) => expect(durationToText(durationMs)).toBe(text));
});

test('a metric is shown in its unit, a share that cannot be negative without a plus', () => {
  const metrics = { totalReturn: 0.1, winRate: 0.5, sharpe: null, trades: 1234, averageDurationMs: 7_200_000, finalValue: 11_000 };
  const text = (name: keyof typeof metrics): string => metricToText(metrics as unknown as Metrics, name);
  expect([text('totalReturn'), text('winRate'), text('sharpe')]).toEqual(['+10.00%', '50.00%', '–']);
  expect([text('trades'), text('averageDurationMs'), text('finalValue')]).toEqual(['1,234', '2h', '11,000.00']);
});

test('a cost is in basis points, and a chance has no plus', () => {
  const metrics = { breakEvenCostBps: -12.34, probabilisticSharpe: 0.9, maxDrawdownDurationMs: null } as unknown as Metrics;
  expect(metricToText(metrics, 'breakEvenCostBps')).toBe('−12.3 bps');
  expect(metricToText({ ...metrics, breakEvenCostBps: null }, 'breakEvenCostBps')).toBe('–');
  expect(metricToText(metrics, 'probabilisticSharpe')).toBe('90.00%');
  expect(metricToText(metrics, 'maxDrawdownDurationMs')).toBe('–');
});

test('every reason for which an order is sent has words of its own, the time that a position was held as well', () => {
  expect(reasonToText('time')).toBe('time exit');
  expect(new Set(ORDER_REASONS.map(reasonToText)).size).toBe(ORDER_REASONS.length);
});
