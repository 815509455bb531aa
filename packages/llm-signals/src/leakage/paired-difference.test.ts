import { describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { intervalOfMean, meanOf, signFlipTest, smallestMeanSeen } from './paired-difference.ts';
import { random32 } from '../random/random32.ts';

// Hundreds of answers and thousands of sums take longer on a machine that does something else, too.
jest.setTimeout(60_000);

/** Darwin's plants, in eighths of an inch: crossed minus self-fertilised, 15 pairs (Fisher, The Design of Experiments, 1935). */
const DARWIN = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48];

describe('the test by changing signs', () => {
  test("finds Fisher's figure for Darwin's plants: 863 of 32,768 sums are as great", () => {
    expect(signFlipTest(DARWIN)).toEqual({ p: 863 / 32_768, isExact: true });
  });

  test.each([
    [[1], 1 / 2],
    [[1, 2, 3], 1 / 8],
    [[3, -1], 2 / 4],
    [[-1, -2], 1],
    [[], 1],
    [[0, 0, 1, 2, 3, 0], 1 / 8],
  ])('of %j is %d, by hand', (differences, p) => {
    expect(signFlipTest(differences)).toEqual({ p, isExact: true });
  });

  test('is, where exact, the share of all sums by a recursive count', () => {
    const asGreat = (rest: readonly number[], target: number): number => {
      const [first, ...others] = rest;
      return first === undefined ? Number(target <= 0) : asGreat(others, target - first) + asGreat(others, target + first);
    };
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -50, max: 50 }), { maxLength: 10 }), (differences) => {
        const moved = differences.filter((each) => each !== 0);
        const sum = moved.reduce((total, each) => total + each, 0);
        expect(signFlipTest(differences).p).toBe(asGreat(moved, sum) / 2 ** moved.length);
      }),
    );
  });

  test('over random changes comes near the exact figure, and is the same for the same seed', () => {
    // Two more pairs, so small that they change no comparison of Darwin's sums.
    const more = [...DARWIN, 0.25, -0.125];
    const tried = signFlipTest(more);
    expect(tried.isExact).toBe(false);
    expect(tried).toEqual(signFlipTest(more));
    const standardError = Math.sqrt((863 / 32_768) * (1 - 863 / 32_768) / 10_000);
    expect(Math.abs(tried.p - 863 / 32_768)).toBeLessThan(4 * standardError);
  });

  test('does not depend on the order of the differences', () => {
    const small = [0.1, 0.2, 0.3, -0.4, 0.7];
    expect(signFlipTest(small.toReversed())).toEqual(signFlipTest(small));
  });
});

describe('the interval of a mean', () => {
  test('is near that of the normal distribution for many values', () => {
    const random = random32(11);
    const values = Array.from({ length: 400 }, () => random() / 2 ** 32);
    const spread = 1.96 * Math.sqrt(1 / 12 / 400);
    const [low, high] = intervalOfMean(values);
    expect(Math.abs(low - (meanOf(values) - spread))).toBeLessThan(0.1 * spread);
    expect(Math.abs(high - (meanOf(values) + spread))).toBeLessThan(0.1 * spread);
  });

  test('of equal values is that value', () => {
    expect(intervalOfMean([2, 2, 2])).toEqual([2, 2]);
  });
});

describe('the smallest mean that would have been seen', () => {
  test('is 2.4865 standard errors', () => {
    // Standard deviation of 1..9 is 2.7386, of nine values.
    expect(smallestMeanSeen([1, 2, 3, 4, 5, 6, 7, 8, 9])).toBeCloseTo((2.486475 * 2.738613) / 3, 5);
    expect(smallestMeanSeen([1])).toBeNull();
    expect(smallestMeanSeen([0, 0, 0])).toBeNull();
  });

  test('is found in about four of five samples', () => {
    const random = random32(5);
    const normal = (): number => Array.from({ length: 12 }, () => random() / 2 ** 32).reduce((sum, each) => sum + each, -6);
    const found = Array.from({ length: 300 }, () => {
      const values = Array.from({ length: 40 }, () => normal() + 2.486475 / Math.sqrt(40));
      return signFlipTest(values).p < 0.05;
    }).filter(Boolean).length;
    // 240 expected, standard deviation 6.9
    expect(found).toBeGreaterThan(212);
    expect(found).toBeLessThan(268);
  });
});
