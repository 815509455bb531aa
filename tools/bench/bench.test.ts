import { expect, test } from '@jest/globals';
import { measureFirstLight } from './first-light.ts';
import { median, timePairs } from './pairs.ts';

test('the first-light benchmark runs, small', async () => {
  const rows = await measureFirstLight(5_000, 1);
  expect(rows.map((row) => row.result)).toEqual(rows.map(() => expect.stringMatching(/^-?\d+\.\d\d s$/)));
}, 180_000);

test('pairs run in turn, and the first of each is not counted', async () => {
  const order: string[] = [];
  await timePairs(() => order.push('a'), () => order.push('b'), 2);
  expect(order.join('')).toBe('ababab');
});

test('the median of an even number of values lies between the middle two', () => {
  expect([median([3, 1, 2]), median([4, 1, 3, 2])]).toEqual([2, 2.5]);
  expect(() => median([])).toThrow(RangeError);
});
