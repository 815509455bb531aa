import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isLarge, joinDecimal, shortestFraction, splitDecimal, valueOfParts } from './scale.ts';

const parts = fc.integer({ min: 0, max: 9 }).chain((places) => fc.record({
  places: fc.constant(places),
  whole: fc.oneof(fc.maxSafeNat(), fc.integer({ min: 0, max: 1 << 30 })),
  fraction: fc.oneof(fc.nat(10 ** places - 1), fc.nat(511).map((n) => Math.floor((n / 512) * 10 ** places))),
}));

test('the shortest fraction is that of the text that JavaScript gives', () => {
  fc.assert(
    fc.property(parts, fc.boolean(), ({ places, whole, fraction }, dyadic) => {
      const value = dyadic ? whole + (fraction % 512) / 512 : Number(joinDecimal(whole, fraction, places));
      fc.pre(isLarge(value, places));
      const shortest = shortestFraction(value, places);
      fc.pre(!Number.isNaN(shortest));
      expect(joinDecimal(Math.floor(value), shortest, places)).toBe(String(value));
    }),
    { numRuns: 5_000 },
  );
});

test('a value needs more places than there are: that is said', () => {
  expect(shortestFraction(100_000_000.125, 2)).toBeNaN();
  expect(shortestFraction(100_000_000.125, 3)).toBe(125);
  // Between …312 and …313 only JavaScript itself knows.
  expect(shortestFraction(100_000_000 + 1 / 512, 8)).toBeNaN();
});

test('the value of two parts is that of their text', () => {
  fc.assert(
    fc.property(parts, ({ places, whole, fraction }) => {
      const value = Number(joinDecimal(whole, fraction, places));
      fc.pre(isLarge(value, places));
      expect(valueOfParts(whole, fraction, places)).toBe(value);
    }),
    { numRuns: 5_000 },
  );
});

test('a decimal is split where its point is', () => {
  expect(splitDecimal('123456789012.12345678', 8)).toEqual({ whole: 123_456_789_012, fraction: 12_345_678 });
  expect(splitDecimal('7', 3)).toEqual({ whole: 7, fraction: 0 });
  expect(splitDecimal('7.05', 3)).toEqual({ whole: 7, fraction: 50 });
  expect(splitDecimal('12345678901234567890.5', 1)).toEqual({ whole: Number('12345678901234567890'), fraction: 5 });
});
