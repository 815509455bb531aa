import { describe, expect, test } from '@jest/globals';
import { closeTimeOf, DAY_MS, HOUR_MS, type Interval, INTERVALS, intervalMs, MINUTE_MS, slotOf, slotOpenTime } from '@wick/core';
import fc from 'fast-check';
import { weightToTargets } from './weight-to-targets.ts';

/** 2024-01-01 was a Monday. */
const MONDAY = Date.UTC(2024, 0, 1);
const days = (first: number, count: number): Float64Array => Float64Array.from({ length: count }, (_, day) => MONDAY + (first + day) * DAY_MS);
const barsOf = (targets: Float64Array): number[] => [...targets.keys()].filter((bar) => !Number.isNaN(targets[bar]!));

describe('a weight is set', () => {
  test('on the first bar, and on the first that closes in each new week', () => {
    const targets = weightToTargets(0.6, days(3, 14), '1d', '1w');
    // Thursday, then the Mondays 2024-01-08 and 2024-01-15.
    expect(barsOf(targets)).toEqual([0, 4, 11]);
    expect(targets[4]).toBe(0.6);
  });

  test('once, if it is never to be set again', () => {
    expect(barsOf(weightToTargets(-0.5, days(0, 30), '1d', 'never'))).toEqual([0]);
  });

  test('on every bar, if a period is a bar', () => {
    expect(barsOf(weightToTargets(1, days(0, 3), '1d', '1d'))).toEqual([0, 1, 2]);
  });

  test('by the calendar, where months differ', () => {
    const targets = weightToTargets(1, days(0, 92), '1d', '1M');
    expect(barsOf(targets).map((bar) => new Date(MONDAY + bar * DAY_MS).toISOString().slice(0, 10))).toEqual(['2024-01-01', '2024-02-01', '2024-03-01', '2024-04-01']);
  });

  test('on the first bar that is there, where the first of a period is missing', () => {
    const openTimeMs = days(0, 21).filter((timeMs) => timeMs !== MONDAY + 7 * DAY_MS);
    expect(barsOf(weightToTargets(1, openTimeMs, '1d', '1w'))).toEqual([0, 7, 13]);
  });

  test('on the bar that closes in a period, wherever it opened', () => {
    // Candles of an hour that open at half past: the one from 23:30 closes on the next day.
    const openTimeMs = Float64Array.from({ length: 4 }, (_, hour) => MONDAY + (21 + hour) * HOUR_MS + 30 * MINUTE_MS);
    expect(barsOf(weightToTargets(1, openTimeMs, '1h', '1d'))).toEqual([0, 2]);
  });
});

test('for every interval: exactly one bar of each period that has bars, its first', () => {
  const cases = INTERVALS.flatMap((interval) => INTERVALS.filter((every) => intervalMs(every) >= intervalMs(interval)).map((every) => [interval, every] as const));
  fc.assert(
    fc.property(fc.constantFrom(...cases), fc.integer({ min: -500, max: 2_000 }), fc.uniqueArray(fc.nat(3_000), { minLength: 1, maxLength: 200 }), ([interval, every], first, rows) => {
      const slots = rows.sort((a, b) => a - b).map((row) => slotOf(MONDAY, interval) + first + row);
      const openTimeMs = Float64Array.from(slots, (slot) => slotOpenTime(slot, interval));
      const periods = [...openTimeMs].map((timeMs) => slotOf(closeTimeOf(timeMs, interval), every));
      const expected = periods.map((period, bar) => [period, bar] as const).filter(([period], bar) => period !== periods[bar - 1]).map(([, bar]) => bar);
      expect(barsOf(weightToTargets(0.25, openTimeMs, interval, every))).toEqual(expected);
    }),
  );
});

test('no bars have no target', () => expect(weightToTargets(1, new Float64Array(), '1d', '1w')).toHaveLength(0));

test.each([
  [Number.NaN, '1w', 'A weight of NaN means nothing.'],
  [Infinity, '1w', 'A weight of Infinity means nothing.'],
  [0.5, '4h', 'Weights cannot be set every 4h on candles of 1d.'],
] as const)('a weight of %d every %s is refused', (weight, every: Interval, message) => {
  expect(() => weightToTargets(weight, days(0, 3), '1d', every)).toThrow(message);
});
