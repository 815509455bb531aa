import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { usdToText } from './usd-to-text.ts';

test.each<[number, string]>([
  [0, '$0.00'], [153.3, '$153.30'], [1234567.891, '$1,234,567.89'], [1.004, '$1.00'], [1, '$1.00'], [0.9996, '$1.00'], [0.3, '$0.30'], [0.30398452, '$0.304'], [0.01, '$0.01'],
  [0.0125, '$0.0125'], [0.00027160000000000004, '$0.000272'], [0.00000103, '$0.00000103'], [0.00000000045, '$0.00000000045'],
])('%d US dollars are %s', (usd, text) => {
  expect(usdToText(usd)).toBe(text);
});

test.each<[number, string]>([[0, '$0.00'], [1.1, '$1.10'], [1.001, '$1.01'], [0.29, '$0.29'], [0.25027, '$0.251'], [0.9996, '$1.00'], [0.00000000045, '$0.00000000045']])('%d, rounded up, are %s', (usd, text) => {
  expect(usdToText(usd, 'up')).toBe(text);
});

test('an amount is told within half a per cent or half a cent, rounded up never as less, and without an exponent', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-12, max: 1e6, noNaN: true }), (usd) => {
      const [near, up] = [usdToText(usd), usdToText(usd, 'up')];
      expect(`${near} ${up}`).toMatch(/^\$\d[\d,]*\.\d\d\d* \$\d[\d,]*\.\d\d\d*$/);
      const valueOf = (text: string): number => Number(text.slice(1).replaceAll(',', ''));
      expect(Math.abs(valueOf(near) - usd)).toBeLessThanOrEqual(Math.max(usd * 0.00501, usd >= 1 ? 0.00501 : 0));
      expect(valueOf(up)).toBeGreaterThanOrEqual(usd * (1 - 1e-11));
    }),
  );
});
