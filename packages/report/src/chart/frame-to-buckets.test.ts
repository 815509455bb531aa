import { describe, expect, test } from '@jest/globals';
import { DAY_MS, HOUR_MS, type Interval, intervalMs } from '@wick/core';
import fc from 'fast-check';
import { syntheticFrame, syntheticResult } from '../../test/synthetic-run.ts';
import { bucketWidthFor } from './bucket-width.ts';
import { equityToDrawdown } from './equity-to-drawdown.ts';
import { frameToBuckets } from './frame-to-buckets.ts';
import { priceDecimals } from './price-decimals.ts';
import { first, highest, last, lowest, reduceBuckets, sum } from './reduce-buckets.ts';

const known = (values: Float64Array): number[] => [...values].filter((value) => !Number.isNaN(value));
const total = (values: Iterable<number>): number => [...values].reduce((a, b) => a + b, 0);

const runs = fc.record({
  candles: fc.integer({ min: 1, max: 600 }),
  interval: fc.constantFrom('1m' as const, '3m' as const, '15m' as const, '1h' as const, '4h' as const, '1d' as const, '1w' as const),
  maxBuckets: fc.integer({ min: 20, max: 300 }),
  startMs: fc.integer({ min: 0, max: 1e6 }).map((minutes) => Date.UTC(2019, 0, 1) + minutes * 60_000),
  hole: fc.tuple(fc.nat(600), fc.nat(200)),
});

describe('a chart’s bars', () => {
  test('keep the highest high, the lowest low, all volume, the first open and the last close', () => {
    fc.assert(
      fc.property(runs, ({ candles, interval, maxBuckets, startMs, hole: [from, many] }) => {
        const frame = syntheticFrame({ candles, interval, startMs, missing: (index) => index >= from && index < from + many });
        fc.pre(frame.length > 0);
        const buckets = frameToBuckets(frame, maxBuckets);
        const { open, high, low, close, volume } = frame.columns;
        expect(Math.max(...known(reduceBuckets(buckets, high, highest)))).toBe(Math.max(...high));
        expect(Math.min(...known(reduceBuckets(buckets, low, lowest)))).toBe(Math.min(...low));
        expect(total(known(reduceBuckets(buckets, volume, sum)))).toBeCloseTo(total(volume), 4);
        expect(known(reduceBuckets(buckets, open, first))[0]).toBe(open[0]);
        expect(known(reduceBuckets(buckets, close, last)).at(-1)).toBe(close.at(-1));
      }),
    );
  });

  test('are at most as many as asked for, besides the empty ones, and ascend', () => {
    fc.assert(
      fc.property(runs, ({ candles, interval, maxBuckets, startMs, hole: [from, many] }) => {
        const frame = syntheticFrame({ candles, interval, startMs, missing: (index) => index >= from && index < from + many });
        const { openTimeMs, firstRow } = frameToBuckets(frame, maxBuckets);
        const filled = openTimeMs.filter((_, bar) => firstRow[bar] !== firstRow[bar + 1]);
        expect(filled.length).toBeLessThanOrEqual(maxBuckets);
        expect([...openTimeMs]).toEqual([...openTimeMs].toSorted((a, b) => a - b));
        expect(new Set(openTimeMs).size).toBe(openTimeMs.length);
      }),
    );
  });

  test('each hold the candles that open within them', () => {
    const frame = syntheticFrame({ candles: 5_000, startMs: Date.UTC(2024, 0, 1, 5) });
    const { label, openTimeMs, firstRow } = frameToBuckets(frame, 1_000);
    expect(label).toBe('6h');
    for (let bar = 0; bar < openTimeMs.length; bar++) {
      expect(openTimeMs[bar]! % (6 * HOUR_MS)).toBe(0);
      for (const timeMs of frame.openTimeMs.subarray(firstRow[bar], firstRow[bar + 1])) {
        expect(timeMs - openTimeMs[bar]!).toBeGreaterThanOrEqual(0);
        expect(timeMs - openTimeMs[bar]!).toBeLessThan(6 * HOUR_MS);
      }
    }
  });

  test('are the candles themselves while these are few enough', () => {
    const frame = syntheticFrame({ candles: 100 });
    const buckets = frameToBuckets(frame, 100);
    expect(buckets).toMatchObject({ label: '1h', aggregated: false, openTimeMs: frame.openTimeMs });
    expect(reduceBuckets(buckets, frame.columns.close, last)).toEqual(frame.columns.close);
  });

  test('are empty where candles are missing, as many as are missing', () => {
    const frame = syntheticFrame({ candles: 100, missing: (index) => index >= 40 && index < 45 });
    const buckets = frameToBuckets(frame, 100);
    const closes = reduceBuckets(buckets, frame.columns.close, last);
    expect(buckets.openTimeMs).toEqual(syntheticFrame({ candles: 100 }).openTimeMs);
    expect([...closes].flatMap((close, bar) => (Number.isNaN(close) ? [bar] : []))).toEqual([40, 41, 42, 43, 44]);
  });

  test('do not let a very long gap push the candles aside', () => {
    const frame = syntheticFrame({ candles: 20_000, interval: '1m', missing: (index) => index >= 50 && index < 19_950 });
    expect(frameToBuckets(frame, 4_000).openTimeMs).toHaveLength(200);
  });
});

describe('the width of a bar', () => {
  const width = (candles: number, interval: Interval, max: number): string | undefined => {
    const stepMs = intervalMs(interval);
    const times = Float64Array.from({ length: candles }, (_, row) => Date.UTC(2023, 0, 1) + row * stepMs);
    return bucketWidthFor(times, interval, max)?.label;
  };

  test('is the narrowest multiple of the candles that divides the calendar', () => {
    expect(width(977_787, '1m', 4_000)).toBe('6h');
    expect(width(5_088, '1h', 4_000)).toBe('2h');
    expect(width(1_000, '3m', 300)).toBe('15m');
    expect(width(1_000, '1w', 300)).toBe('1M');
    expect(width(300, '1h', 300)).toBeUndefined();
  });

  test('follows weeks from Monday and months of the calendar', () => {
    const days = syntheticFrame({ candles: 400, interval: '1d', startMs: Date.UTC(2024, 0, 3) });
    expect(frameToBuckets(days, 60).openTimeMs[0]).toBe(Date.UTC(2024, 0, 1));
    expect([...frameToBuckets(days, 14).openTimeMs].slice(0, 3)).toEqual([0, 1, 2].map((month) => Date.UTC(2024, month)));
    expect(frameToBuckets(days, 2).label).toBe('1y');
  });
});

describe('unknown values', () => {
  const buckets = { label: '', aggregated: true, openTimeMs: Float64Array.of(0, 1), firstRow: Int32Array.of(0, 3, 5) };
  const values = Float64Array.of(Number.NaN, 2, 1, Number.NaN, Number.NaN);

  test.each([[first, 2], [last, 1], [highest, 2], [lowest, 1], [sum, 3]] as const)('are passed over', (reducer, expected) => {
    expect([...reduceBuckets(buckets, values, reducer)]).toEqual([expected, Number.NaN]);
  });
});

test('drawdown is against the highest equity before, the initial cash included', () => {
  expect([...equityToDrawdown(Float64Array.of(90, 120, 60, 150), 100)]).toEqual([90 / 100 - 1, 0, 60 / 120 - 1, 0]);
  const result = syntheticResult(syntheticFrame({ candles: 1_000 }), 30);
  const drawdown = equityToDrawdown(result.equity, result.manifest.execution.initialCash);
  expect(Math.min(...drawdown)).toBe(result.metrics.maxDrawdown);
});

test('prices are shown with the decimals that they have', () => {
  expect(priceDecimals(Float64Array.of(1.5, 2.25, Number.NaN))).toBe(2);
  expect(priceDecimals(Float64Array.of(0.00001234))).toBe(8);
  expect(priceDecimals(Float64Array.of(DAY_MS))).toBe(0);
  expect(priceDecimals(Float64Array.of(1 / 3))).toBe(8);
});
