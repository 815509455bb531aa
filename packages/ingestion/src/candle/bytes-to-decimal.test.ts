import { describe, expect, test } from '@jest/globals';
import { decimalText, isExactInFloat64, trimDecimal } from '@wick/core';
import fc from 'fast-check';
import { bytesToDecimal, EXACT_BELOW, textToDecimal } from './bytes-to-decimal.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (text: string) => bytesToDecimal(encode(`x${text},`), 1, 1 + text.length);

const digits = (maxLength: number) => fc.stringMatching(new RegExp(`^[0-9]{1,${maxLength}}$`));
const decimals = fc.oneof(
  digits(25),
  fc.tuple(digits(14), digits(12)).map(([whole, fraction]) => `${whole}.${fraction}`),
  fc.tuple(digits(3), digits(30)).map(([whole, fraction]) => `${whole}.${fraction}`),
);

describe('bytesToDecimal', () => {
  test('gives the number that JavaScript reads from the same text, bit for bit', () => {
    fc.assert(fc.property(decimals, (text) => expect(read(text)?.value).toBe(Number(text))), { numRuns: 2000 });
  });

  test('keeps the text exactly where the number does not give the decimal back', () => {
    fc.assert(
      fc.property(decimals, (text) => {
        expect(read(text)?.exactText).toBe(isExactInFloat64(text) ? undefined : trimDecimal(text));
      }),
      { numRuns: 2000 },
    );
  });

  test('its rule without strings holds: any m·10^-k with m below 2^52 is printed back as it was', () => {
    const scaled = fc.maxSafeInteger().map((n) => Math.abs(n) % EXACT_BELOW);
    fc.assert(
      fc.property(scaled, fc.integer({ min: 0, max: 22 }), (m, k) => {
        const shifted = String(m).padStart(k + 1, '0');
        const text = k === 0 ? shifted : `${shifted.slice(0, -k)}.${shifted.slice(-k)}`;
        expect(decimalText(Number(text))).toBe(trimDecimal(text));
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ['0.00001234', 0.00001234, undefined],
    ['123456789012.12345678', 123456789012.12346, '123456789012.12345678'],
    ['36712312.49831390', 36712312.4983139, undefined],
  ])('reads %s', (text, value, exactText) => expect(read(text)).toEqual(exactText ? { value, exactText } : { value }));

  test.each(['', '.', '.5', '5.', '1.2.3', '-1', '+1', '1e5', 'NaN', ' 1', '1,5'])('refuses %j', (text) => {
    expect(read(text)).toBeUndefined();
    expect(textToDecimal(text)).toBeUndefined();
  });

  test('a decimal in a string is read as the same bytes are', () => {
    fc.assert(fc.property(decimals, (text) => expect(textToDecimal(text)).toEqual(read(text))));
  });
});
