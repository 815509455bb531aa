import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  closeTimeOf, DAY_MS, followingOpenTime, INTERVALS, intervalMs, isMultipleOf, isOnGrid, MINUTE_MS, missingBetween,
  nextOpenTime, openTimeOf, parseInterval, slotOf, slotOpenTime,
} from './interval.ts';

const at = (iso: string): number => Date.parse(iso);
const anyTime = fc.integer({ min: at('1960-01-01T00:00:00Z'), max: at('2100-01-01T00:00:00Z') });

describe('the grid of each interval', () => {
  test.each(INTERVALS)('%s: every time lies in the one slot that opens at or before it', (interval) => {
    fc.assert(
      fc.property(anyTime, (time) => {
        const slot = slotOf(time, interval);
        expect(slotOpenTime(slot, interval)).toBeLessThanOrEqual(time);
        expect(slotOpenTime(slot + 1, interval)).toBeGreaterThan(time);
        expect(slotOf(slotOpenTime(slot, interval), interval)).toBe(slot);
      }),
    );
  });

  // Opening times of real Binance candles.
  test.each([
    ['1w', '2017-08-17T04:00:00Z', '2017-08-14T00:00:00Z'],
    ['3d', '2017-08-18T12:00:00Z', '2017-08-17T00:00:00Z'],
    ['3d', '2019-12-31T23:59:59Z', '2019-12-29T00:00:00Z'],
    ['1M', '2026-03-31T23:59:59Z', '2026-03-01T00:00:00Z'],
    ['4h', '2017-08-17T05:00:00Z', '2017-08-17T04:00:00Z'],
  ] as const)('%s at %s opens at %s', (interval, time, open) => {
    expect(new Date(openTimeOf(at(time), interval)).toISOString()).toBe(new Date(open).toISOString());
  });

  test('a month closes a millisecond before the next one opens, leap days included', () => {
    expect(closeTimeOf(at('2024-02-01T00:00:00Z'), '1M')).toBe(at('2024-03-01T00:00:00Z') - 1);
    expect(nextOpenTime(at('2023-12-05T00:00:00Z'), '1M')).toBe(at('2024-01-01T00:00:00Z'));
  });
});

describe('what is missing between two candles', () => {
  test('consecutive candles miss nothing, for every interval', () => {
    for (const interval of INTERVALS) {
      const open = openTimeOf(at('2024-02-05T00:00:00Z'), interval);
      const next = nextOpenTime(open, interval);
      expect(missingBetween(open, next, interval)).toBe(0);
      expect(followingOpenTime(open, interval)).toBe(next);
      expect(missingBetween(open, nextOpenTime(next, interval), interval)).toBe(1);
    }
  });

  test('is counted from the candle itself when that is off the grid', () => {
    // BTCUSDT, 2017-12-18: the last candle before the gap opens 20.799 s into its minute.
    expect(missingBetween(at('2017-12-18T10:00:20.799Z'), at('2017-12-18T10:14:00Z'), '1m')).toBe(12);
  });

  test('a step shorter than the interval misses nothing', () => {
    expect(missingBetween(0, 40_000, '1m')).toBe(0);
  });
});

test('off-grid opening times are recognised', () => {
  expect(isOnGrid(1_518_168_494_789, '1h')).toBe(false);
  expect(isOnGrid(at('2018-02-09T09:00:00Z'), '1h')).toBe(true);
});

test('lengths', () => {
  expect(intervalMs('1m')).toBe(MINUTE_MS);
  expect(intervalMs('1w')).toBe(7 * DAY_MS);
  expect(intervalMs('3d')).toBe(3 * DAY_MS);
});

test('an unknown interval is refused with the one that was probably meant', () => {
  expect(() => parseInterval('1H')).toThrow('"1H" is not a Binance candle interval.');
  expect(() => parseInterval('1H')).toThrow(expect.objectContaining({ code: 'INTERVAL_UNKNOWN', remedy: 'Did you mean 1h?' }));
});

describe('a multiple of an interval', () => {
  test.each([
    ['5m', '1m', true], ['5m', '3m', false], ['1h', '3m', true], ['1h', '1h', true], ['1m', '5m', false],
    ['8h', '6h', false], ['12h', '8h', false], ['3d', '12h', true], ['1w', '3d', false], ['1w', '1d', true],
    ['1M', '1w', false], ['1M', '3d', false], ['1M', '8h', true], ['1w', '1M', false],
  ] as const)('%s of %s: %s', (higher, lower, expected) => {
    expect(isMultipleOf(higher, lower)).toBe(expected);
  });

  test('has candles that begin with a candle of the lower one, and no other interval has', () => {
    for (const higher of INTERVALS) {
      for (const lower of INTERVALS) {
        const opens = Array.from({ length: 50 }, (_, slot) => slotOpenTime(slot, higher));
        const whole = opens.every((open) => isOnGrid(open, lower)) && intervalMs(higher) >= intervalMs(lower);
        expect([higher, lower, isMultipleOf(higher, lower)]).toEqual([higher, lower, whole]);
      }
    }
  });
});
