import { describe, expect, test } from '@jest/globals';
import { INTERVALS, intervalMs } from '@wick/core';
import fc from 'fast-check';
import { at, regularBatch } from '../../testing/batches.ts';
import { firstRowFrom, periodOf, periodUnit, splitByPeriod } from './period.ts';

const anyTime = fc.integer({ min: at('1960-01-01T00:00'), max: at('2100-01-01T00:00') });

test.each([
  ['1s', 'day'], ['1m', 'month'], ['1h', 'month'], ['2h', 'year'], ['1d', 'year'], ['1M', 'year'],
] as const)('candles of %s are kept by the %s', (interval, unit) => expect(periodUnit(interval)).toBe(unit));

describe.each(INTERVALS)('the period of candles of %s', (interval) => {
  test('holds each time that lies in it, and the next one begins where it ends', () => {
    fc.assert(
      fc.property(anyTime, (time) => {
        const { fromMs, toMs } = periodOf(time, interval);
        expect(fromMs <= time && time < toMs).toBe(true);
        expect(periodOf(toMs - 1, interval)).toEqual({ fromMs, toMs });
        expect(periodOf(toMs, interval).fromMs).toBe(toMs);
      }),
    );
  });

  test('has between twelve and ninety thousand candles', () => {
    const { fromMs, toMs } = periodOf(at('2024-05-17T11:00'), interval);
    const candles = Math.round((toMs - fromMs) / intervalMs(interval));
    expect(candles >= 12 && candles <= 90_000).toBe(true);
  });
});

test('leap days belong to February', () => {
  const february = { fromMs: at('2024-02-01T00:00'), toMs: at('2024-03-01T00:00') };
  expect(periodOf(at('2024-02-29T23:59'), '1m')).toEqual(february);
});

test('a batch is cut at the borders of periods', () => {
  const parts = splitByPeriod(regularBatch(100, at('2023-12-31T23:00')));
  expect(parts.map(({ period, batch }) => [period, batch.length])).toEqual([
    [{ fromMs: at('2023-12-01T00:00'), toMs: at('2024-01-01T00:00') }, 60],
    [{ fromMs: at('2024-01-01T00:00'), toMs: at('2024-02-01T00:00') }, 40],
  ]);
  expect(parts[1]!.batch.openTimeMs[0]).toBe(at('2024-01-01T00:00'));
});

test('the first row from a time on is found', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(50)), fc.nat(60), (times, time) => {
      const sorted = Float64Array.from(times).sort();
      expect(firstRowFrom(sorted, time)).toBe(sorted.filter((value) => value < time).length);
    }),
  );
});
