import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { probabilityOfOverfitting, sharpePerPeriod } from './probability-of-overfitting.ts';
import { walkForwardEfficiency } from './walk-forward-efficiency.ts';

const mean = (returns: Float64Array): number => returns.reduce((sum, value) => sum + value, 0) / returns.length;
const trials = (...rows: readonly (readonly number[])[]): Float64Array[] => rows.map((row) => Float64Array.from(row));

describe('the probability of backtest overfitting', () => {
  test('by hand: two halves, two trials, and who wins one half loses the other: 1', () => {
    expect(probabilityOfOverfitting(trials([2, 2, -2, -2], [-1, -1, 1, 1]), 2, mean)).toBe(1);
  });

  test('by hand: of the six ways with four blocks, the winner is worse out of sample in two', () => {
    // Block means: A 3 3 0 0, B 1 1 1 1. In sample 12: A, outside 0 < 1. 34: B, outside 2 < 6. The four others: A, outside 3 > 2.
    const rows = trials([3, 3, 3, 3, 0, 0, 0, 0], [1, 1, 1, 1, 1, 1, 1, 1]);
    expect(probabilityOfOverfitting(rows, 4, mean)).toBeCloseTo(2 / 6, 12);
  });

  test('a trial that is better in every block is never overfitted', () => {
    const noise = Array.from({ length: 4 }, (_, trial) => Array.from({ length: 64 }, (_, day) => Math.sin((trial + 1) * day * 7.3)));
    expect(probabilityOfOverfitting(trials(...noise, noise[0]!.map((value) => value / 10 + 5)), 8)).toBe(0);
  });

  test('trials that are all the same have no winner: 1, not luck', () => {
    expect(probabilityOfOverfitting(trials([1, 2, 3, 4], [1, 2, 3, 4], [1, 2, 3, 4]), 2)).toBe(1);
  });

  test('what is left over at the start is not used', () => {
    const rows = [[1, 2, 0, 4], [2, 1, 1, 3]];
    const longer = rows.map((row, trial) => [trial * 99, ...row]);
    expect(probabilityOfOverfitting(trials(...longer), 2, mean)).toBe(probabilityOfOverfitting(trials(...rows), 2, mean));
  });

  test('by another method, with many ties: bits of a number choose the blocks, sorting gives the rank', () => {
    const table = fc.array(fc.array(fc.integer({ min: -2, max: 2 }), { minLength: 12, maxLength: 12 }), { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(table, (rows) => {
        let overfitted = 0;
        let ways = 0;
        for (let mask = 0; mask < 64; mask++) {
          if (mask.toString(2).replaceAll('0', '').length !== 3) continue;
          const total = (row: readonly number[], inside: boolean): number =>
            row.reduce((sum, value, day) => sum + (((mask >> Math.floor(day / 2)) & 1) === Number(inside) ? value : 0), 0);
          const best = rows.map((row) => total(row, true)).reduce((top, value, at, all) => (value > all[top]! ? at : top), 0);
          const outside = rows.map((row) => total(row, false));
          const sorted = outside.toSorted((a, b) => a - b);
          const rank = (sorted.indexOf(outside[best]!) + sorted.lastIndexOf(outside[best]!)) / 2 + 1;
          const share = rank / (rows.length + 1);
          if (Math.log(share / (1 - share)) <= 1e-12) overfitted++;
          ways++;
        }
        const sumOf = (returns: Float64Array): number => returns.reduce((sum, value) => sum + value, 0);
        expect(probabilityOfOverfitting(trials(...rows), 6, sumOf)).toBeCloseTo(overfitted / ways, 12);
      }),
      { numRuns: 50 },
    );
  });

  test.each([
    ['one trial', trials([1, 2, 3, 4]), 2],
    ['an odd number of blocks', trials([1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 6]), 3],
    ['unequal lengths', trials([1, 2, 3, 4], [1, 2, 3, 4, 5]), 2],
    ['an unknown return', trials([1, 2, 3, Number.NaN], [1, 2, 3, 4]), 2],
    ['too few periods', trials([1, 2, 3], [1, 2, 3]), 2],
  ])('refuses %s', (_name, rows, blocks) => {
    expect(() => probabilityOfOverfitting(rows, blocks)).toThrow('The probability of overfitting cannot be computed');
  });

  test('ranks by the Sharpe ratio unless told otherwise', () => {
    expect(sharpePerPeriod(Float64Array.of(0.1, -0.1, 0.1))).toBeCloseTo(1 / 30 / (Math.sqrt(3) / 15), 12);
    expect(sharpePerPeriod(Float64Array.of(0, 0))).toBe(0);
  });
});

describe('walk-forward efficiency', () => {
  test('by hand: 21% in two years after 20% in one is a half', () => {
    expect(walkForwardEfficiency({ totalReturn: 0.21, years: 2 }, { totalReturn: 0.2, years: 1 })).toBeCloseTo(0.5, 12);
  });

  test('is null without a return to keep or a stretch to keep it in', () => {
    const good = { totalReturn: 0.2, years: 1 };
    expect(walkForwardEfficiency(good, { totalReturn: -0.1, years: 1 })).toBeNull();
    expect(walkForwardEfficiency(good, { totalReturn: 0, years: 1 })).toBeNull();
    expect(walkForwardEfficiency({ totalReturn: 0.1, years: 0 }, good)).toBeNull();
    expect(walkForwardEfficiency({ totalReturn: -2, years: 0.7 }, good)).toBeNull();
  });
});
