import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decimalText, isExactInFloat64, trimDecimal } from './decimal.ts';

describe('decimal text of a number', () => {
  test.each([
    [1e-7, '0.0000001'],
    [1.2345e-5, '0.000012345'],
    [-2.5e-10, '-0.00000000025'],
    [1e21, '1000000000000000000000'],
    [1.5e22, '15000000000000000000000'],
    [0.1, '0.1'],
    [-3, '-3'],
    [Number.MAX_SAFE_INTEGER, '9007199254740991'],
  ])('%d is %s', (value, text) => {
    expect(decimalText(value)).toBe(text);
  });

  test('has no exponent and reads as the same number', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = decimalText(value);
        expect(text).toMatch(/^-?\d+(\.\d+)?$/);
        expect(Number(text)).toBe(value === 0 ? 0 : value);
      }),
    );
  });
});

describe('whether a float64 gives a decimal back', () => {
  test.each([
    ['0.00001234', true],
    ['93576.00000000', true],
    ['123456789012.12345678', false],
    ['9007199254740993', false],
    ['9007199254740992', true],
    ['0.1234567890123456', true],
    ['1234567.12345678', true],
    ['0.00000000', true],
  ])('%s: %s', (text, exact) => {
    expect(isExactInFloat64(text)).toBe(exact);
  });

  test('agrees with printing the number', () => {
    const decimal = fc
      .tuple(fc.bigInt({ min: 0n, max: 10n ** 20n }), fc.integer({ min: 0, max: 8 }))
      .map(([digits, scale]) => {
        const padded = digits.toString().padStart(scale + 1, '0');
        return scale === 0 ? padded : `${padded.slice(0, -scale)}.${padded.slice(-scale)}`;
      });
    fc.assert(
      fc.property(decimal, (text) => {
        expect(isExactInFloat64(text)).toBe(decimalText(Number(text)) === trimDecimal(text));
      }),
      { numRuns: 1_000 },
    );
  });
});

test.each([
  ['0.10', '0.1'],
  ['00.100', '0.1'],
  ['-0.0', '0'],
  ['100', '100'],
  ['-007.50', '-7.5'],
  ['.5', '0.5'],
])('%s without superfluous zeros is %s', (text, trimmed) => {
  expect(trimDecimal(text)).toBe(trimmed);
});
