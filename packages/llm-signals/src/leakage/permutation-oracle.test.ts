import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { comparePairs } from './masked-against-plain.ts';
import { signFlipTest } from './paired-difference.ts';
import type { ScoredPair } from './score-decisions.ts';

/**
 * How often a sum is as great when plain and masked of each pair are swapped in every possible way, those that do not differ
 * included: whole numbers, whose sums are exact, one branch after another.
 */
function shareAsGreat(differences: readonly number[]): number {
  const observed = differences.reduce((sum, each) => sum + each, 0);
  const asGreat = (at: number, sum: number): number => (at === differences.length ? Number(sum >= observed) : asGreat(at + 1, sum + differences[at]!) + asGreat(at + 1, sum - differences[at]!));
  return asGreat(0, 0) / 2 ** differences.length;
}

/** The distribution of the same sum, by counting how many ways lead to each: for more pairs than can be gone through one by one. */
function shareByCounting(differences: readonly number[]): number {
  let ways = new Map<number, number>([[0, 1]]);
  for (const each of differences) {
    const next = new Map<number, number>();
    for (const [sum, count] of ways) for (const moved of [sum + each, sum - each]) next.set(moved, (next.get(moved) ?? 0) + count / 2);
    ways = next;
  }
  const observed = differences.reduce((sum, each) => sum + each, 0);
  return [...ways].filter(([sum]) => sum >= observed).reduce((sum, [, count]) => sum + count, 0);
}

const pairOf = (difference: number): ScoredPair => ({ fromMs: 0, plain: { direction: 1, earned: difference }, masked: { direction: 0, earned: 0 } });

describe('the significance of a difference', () => {
  test('is the share of all swaps that do as well, exactly, for a few pairs', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 12 }), (differences) => {
        const { p, isExact } = signFlipTest(differences);
        expect(isExact).toBe(true);
        expect(p).toBeCloseTo(shareAsGreat(differences), 12);
        expect(comparePairs(differences.map(pairOf)).p).toBe(p);
      }),
      { numRuns: 200 },
    );
  });

  test('is within what 10,000 tries may miss it by, for many pairs', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -9, max: 12 }), { minLength: 40, maxLength: 120 }), (differences) => {
        const exact = shareByCounting(differences);
        const { p, isExact } = signFlipTest(differences);
        expect(isExact).toBe(differences.filter((each) => each !== 0).length <= 16);
        // Five standard deviations, and the one try that is added.
        expect(Math.abs(p - exact)).toBeLessThan(5 * Math.sqrt((exact * (1 - exact)) / 10_000) + 2e-4);
      }),
      { numRuns: 60 },
    );
  });

  test('tells a verdict: p below 5% and plain the better, of at least 30 pairs', () => {
    const better = Array.from({ length: 30 }, (_, at) => (at % 3 === 0 ? -1 : 1));
    expect(shareByCounting(better)).toBeCloseTo(0.0494, 4);
    expect(comparePairs(better.map(pairOf)).verdict).toBe('remembers');
    const lessSo = Array.from({ length: 31 }, (_, at) => (at % 3 === 0 ? -1 : 1));
    expect(shareByCounting(lessSo)).toBeGreaterThan(0.05);
    expect(comparePairs(lessSo.map(pairOf)).verdict).toBe('no evidence');
    expect(comparePairs(better.slice(0, 29).map(pairOf)).verdict).toBe('too few windows');
    expect(comparePairs(better.map((each) => pairOf(-each))).verdict).toBe('no evidence');
  });
});
