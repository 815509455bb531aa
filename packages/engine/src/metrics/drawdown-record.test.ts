import { describe, expect, test } from '@jest/globals';
import { followingOpenTime, HOUR_MS, type Interval } from '@wick/core';
import fc from 'fast-check';
import { drawdownMetrics } from './drawdown-metrics.ts';
import { createDrawdownRecord, type DrawdownSummary } from './drawdown-record.ts';

function drawdownOf(values: readonly number[], initialCash = 100, cuts: readonly number[] = [], interval: Interval = '1h'): DrawdownSummary {
  const record = createDrawdownRecord(initialCash, interval);
  const bounds = [0, ...cuts.filter((cut) => cut > 0 && cut < values.length).sort((a, b) => a - b), values.length];
  for (let part = 1; part < bounds.length; part++) {
    const bars = values.slice(bounds[part - 1], bounds[part]);
    if (bars.length > 0) record.add(Float64Array.from(bars), Float64Array.from(bars, (_, bar) => (bounds[part - 1]! + bar) * HOUR_MS));
  }
  return record.read();
}

const metricsOf = (values: readonly number[], initialCash = 100) => drawdownMetrics(drawdownOf(values, initialCash), values.length);

// The worked example of Investopedia, "Maximum Drawdown (MDD)": 350,000 after 750,000.
test('max drawdown is from the highest value before to the lowest after it', () => {
  expect(metricsOf([750e3, 400e3, 600e3, 350e3, 800e3], 500e3).maxDrawdown).toBe(350 / 750 - 1);
});

test('the initial cash is a height, from the first open on', () => {
  expect(metricsOf([90, 95, 100])).toMatchObject({ maxDrawdown: 90 / 100 - 1, maxDrawdownDurationMs: 3 * HOUR_MS });
});

test('by hand: two drawdowns, of 10% in three hours and of 20% in two, the second not over', () => {
  const values = [100, 100, 95, 90, 100, 110, 88, 99];
  expect(metricsOf(values)).toEqual({
    maxDrawdown: 88 / 110 - 1,
    averageDrawdown: expect.closeTo(-0.15, 12),
    maxDrawdownDurationMs: 3 * HOUR_MS,
    averageDrawdownDurationMs: 2.5 * HOUR_MS,
    openDrawdownDurationMs: 2 * HOUR_MS,
    // squares 0.05², 0.1², 0.2², 0.1² are 0.0625, over 8 bars
    ulcerIndex: expect.closeTo(Math.sqrt(0.0625 / 8), 12),
  });
  expect(drawdownOf(values)).toMatchObject({ count: 2, largestFall: 22 });
});

describe('where nothing falls', () => {
  test('max drawdown and Ulcer index are zero, what would be a mean or a duration is null', () => {
    const nothing = { averageDrawdown: null, maxDrawdownDurationMs: null, averageDrawdownDurationMs: null, openDrawdownDurationMs: null };
    expect(metricsOf([100, 101, 101])).toEqual({ maxDrawdown: 0, ulcerIndex: 0, ...nothing });
    expect(metricsOf([])).toEqual({ maxDrawdown: null, ulcerIndex: null, ...nothing });
  });
});

/** By another way: every bar looks back for its peak; stretches below it are drawdowns. */
function naiveDrawdowns(values: readonly number[], initialCash: number, interval: Interval) {
  const closes = [0, ...values.map((_, bar) => followingOpenTime(bar * HOUR_MS, interval))];
  const line = [initialCash, ...values];
  const peaks = line.map((_, at) => Math.max(...line.slice(0, at + 1)));
  const below = line.map((value, at) => value < peaks[at]!);
  const starts = below.flatMap((isBelow, at) => (isBelow && !below[at - 1] ? [at] : []));
  const episodes = starts.map((start) => {
    const found = below.indexOf(false, start);
    const end = found < 0 ? line.length : found;
    const least = Math.min(...line.slice(start, end));
    const durationMs = closes[Math.min(end, line.length - 1)]! - closes[start - 1]!;
    return { depth: least / peaks[start]! - 1, fall: peaks[start]! - least, durationMs, isOpen: found < 0 };
  });
  const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
  return {
    count: episodes.length,
    deepest: Math.min(0, ...episodes.map(({ depth }) => depth)),
    sumOfDepths: expect.closeTo(sum(episodes.map(({ depth }) => depth)), 9),
    longestMs: Math.max(0, ...episodes.map(({ durationMs }) => durationMs)),
    totalMs: sum(episodes.map(({ durationMs }) => durationMs)),
    openMs: episodes.find(({ isOpen }) => isOpen)?.durationMs ?? null,
    largestFall: Math.max(0, ...episodes.map(({ fall }) => fall)),
    squares: expect.closeTo(sum(line.map((value, at) => (1 - value / peaks[at]!) ** 2)), 9),
  };
}

// A coarse grid, so that peaks are reached again exactly.
const anyValues = fc.array(fc.integer({ min: 1, max: 30 }).map((step) => step * 10), { minLength: 1, maxLength: 80, size: 'max' });

test('over random curves it is what looking back from every bar says', () => {
  fc.assert(
    fc.property(anyValues, fc.constantFrom<Interval>('1h', '1d', '1M'), (values, interval) => {
      expect(drawdownOf(values, 100, [], interval)).toEqual(naiveDrawdowns(values, 100, interval));
    }),
    { numRuns: 500 },
  );
});

test('every split into blocks gives the same bits', () => {
  fc.assert(
    fc.property(anyValues, fc.array(fc.nat(80), { maxLength: 10 }), (values, cuts) => {
      expect(drawdownOf(values, 100, cuts)).toEqual(drawdownOf(values));
    }),
  );
});

test('drawdowns follow one another: their durations sum to no more than the run', () => {
  fc.assert(
    fc.property(anyValues, (values) => {
      const { totalMs, longestMs, openMs } = drawdownOf(values);
      expect(totalMs).toBeLessThanOrEqual(values.length * HOUR_MS);
      expect(longestMs).toBeLessThanOrEqual(totalMs);
      expect(openMs ?? 0).toBeLessThanOrEqual(longestMs);
    }),
  );
});
