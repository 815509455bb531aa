import { expect, test } from '@jest/globals';
import { HOUR_MS } from '@wick/core';
import fc from 'fast-check';
import { AbsentSlots } from './absent-slots.ts';

const hours = (times: readonly number[]): Float64Array => Float64Array.from(times, (hour) => hour * HOUR_MS);
function absent(batches: readonly (readonly number[])[], toHour = 20): number[][] {
  const slots = new AbsentSlots(0, '1h');
  for (const batch of batches) slots.saw(hours(batch));
  return slots.end(toHour * HOUR_MS).map(({ fromMs, toMs }) => [fromMs / HOUR_MS, toMs / HOUR_MS]);
}

test('every slot is there or absent, however the candles are cut into batches', () => {
  fc.assert(
    fc.property(fc.subarray(Array.from({ length: 20 }, (_, hour) => hour)), fc.nat({ max: 20 }), (there, cut) => {
      const found = absent([there.slice(0, cut), there.slice(cut)]);
      const missing = found.flatMap(([from, to]) => Array.from({ length: to! - from! }, (_, at) => from! + at));
      expect([...there, ...missing].toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, hour) => hour));
    }),
  );
});

test.each([
  ['a late candle off the grid leaves no whole one missing', [[0, 1, 2.4, 3.4, 4, 5]], 6, []],
  ['and a whole one that is missing beside it', [[0, 2.4, 3.4]], 4.4, [[1, 2.4]]],
  ['nothing at all', [], 3, [[0, 3]]],
])('%s', (_, batches, toHour, expected) => expect(absent(batches, toHour)).toEqual(expected));
