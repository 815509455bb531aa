import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { extremeOfTwo, oneByOne } from './extreme-of-two.ts';
import { LONGEST_SHORT_PERIOD, ShortExtreme } from './short-extreme.ts';
import { SIMD_EXTREME } from './simd-extreme.ts';
import { SlidingExtreme } from './sliding-extreme.ts';

const period = fc.integer({ min: 1, max: LONGEST_SHORT_PERIOD });
const sign = fc.constantFrom(1 as const, -1 as const);
/** Without shrinking, which takes minutes for as many numbers as two blocks have. */
const values = fc.noShrink(
  fc.array(fc.oneof({ weight: 20, arbitrary: fc.integer({ min: -9, max: 9 }) }, fc.constantFrom(NaN, Infinity, -Infinity)), {
    maxLength: 2500, size: 'max',
  }),
);

describe('the extremes of short periods', () => {
  test('are those that the kernel without WebAssembly finds, in blocks of any length', () => {
    fc.assert(
      fc.property(period, sign, values, fc.integer({ min: 1, max: 2500 }), (bars, direction, numbers, blockLength) => {
        const series = Float64Array.from(numbers, (value) => value + 0);
        const kernels = [new ShortExtreme(bars, direction, SIMD_EXTREME!), new SlidingExtreme(bars, direction)];
        const [short, plain] = kernels.map((kernel) => {
          const extremes = new Float64Array(series.length);
          for (let start = 0; start < series.length; start += blockLength) {
            const end = Math.min(series.length, start + blockLength);
            kernel.process([series.subarray(start, end)], [extremes.subarray(start, end)], end - start);
          }
          return extremes;
        });
        expect(short).toEqual(plain);
      }),
      { numRuns: 100 },
    );
  });

  test('do not mix kernels that share the memory', () => {
    const [highest, lowest] = [new ShortExtreme(2, 1, SIMD_EXTREME!), new ShortExtreme(3, -1, SIMD_EXTREME!)];
    const highs = new Float64Array(1);
    const lows = new Float64Array(1);
    const pairs = [5, 3, 4, 9].map((value) => {
      highest.process([Float64Array.of(value)], [highs], 1);
      lowest.process([Float64Array.of(value)], [lows], 1);
      return [highs[0], lows[0]];
    });
    expect(pairs).toEqual([[NaN, NaN], [5, NaN], [4, 3], [9, 3]]);
  });
});

test('the extreme of two series is the one that the kernel without WebAssembly finds', () => {
  fc.assert(
    fc.property(sign, values, values, (direction, left, right) => {
      const length = Math.min(left.length, right.length);
      const [first, second] = [Float64Array.from(left, (value) => value + 0), Float64Array.from(right, (value) => value + 0)];
      const [inPairs, plain] = [extremeOfTwo(direction), oneByOne(direction)].map((kernel) => {
        const extremes = new Float64Array(length);
        kernel.process([first, second], [extremes], length);
        return extremes;
      });
      expect(inPairs).toEqual(plain);
    }),
    { numRuns: 50 },
  );
});
