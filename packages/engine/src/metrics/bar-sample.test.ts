import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { valueToReturns } from '../records/value-to-returns.ts';
import { barSample, type BarSample } from './bar-sample.ts';
import { barTails } from './bar-tails.ts';
import { selectRank } from './selection.ts';

/** The definitions, each in a loop of its own over the returns of all bars. */
function sampleNaively(equity: Float64Array, initialCash: number): BarSample {
  const returns = [...valueToReturns(equity, initialCash)];
  const count = returns.length;
  const sum = (value: (change: number) => number): number => returns.reduce((total, change) => total + value(change), 0);
  const mean = sum((change) => change) / count;
  const wealth = returns.map((_, bar) => returns.slice(0, bar + 1).reduce((growth, change) => growth * (1 + change), 1));
  return {
    count,
    mean,
    deviation: Math.sqrt(((sum((change) => (change - mean) ** 2) / count) * count) / (count - 1)),
    downside: Math.sqrt(sum((change) => Math.min(change, 0) ** 2) / count),
    growth: wealth.at(-1) ?? 1,
    maxDrawdown: wealth.reduce((deepest, now, bar) => Math.min(deepest, (now * 100) / Math.max(...wealth.slice(0, bar + 1).map((one) => one * 100)) - 1), 0),
  };
}

/** Steps of which many are none, as of an account that is out of the market. */
const anyEquity = (lengths: readonly number[]): fc.Arbitrary<Float64Array> =>
  fc.tuple(fc.constantFrom(...lengths), fc.infiniteStream(fc.constantFrom(0, 0, 0, 0.01, -0.01, 0.003, -0.0045, 0.1))).map(([length, steps]) => {
    let value = 1000;
    return Float64Array.from({ length }, () => (value *= 1 + (steps.next().value as number)));
  });

test('the sample is what its definitions say, to the bit, for every length around those that are looked at in one call', () => {
  fc.assert(
    fc.property(anyEquity([1, 2, 3, 100, 511, 512, 513, 514, 1025]), (equity) => {
      expect(barSample(equity, 1000)).toEqual(sampleNaively(equity, 1000));
    }),
    { numRuns: 40 },
  );
});

test('in one pass it is the same to ten digits, also where returns are hardly more than their mean', () => {
  const steady = Float64Array.from({ length: 700 }, (_, bar) => 1000 * 1.001 ** (bar + 1) * (1 + (bar % 3) * 1e-9));
  const same = Float64Array.from({ length: 700 }, (_, bar) => 1000 * 2 ** (bar + 1));
  fc.assert(
    fc.property(fc.oneof(anyEquity([2, 3, 100, 1025]), fc.constantFrom(steady, same)), (equity) => {
      const { deviation, ...rest } = barSample(equity, 1000, 'exact');
      const twoPasses = barSample(equity, 1000);
      expect({ ...rest, deviation: twoPasses.deviation }).toEqual(twoPasses);
      expect(Math.abs(deviation - twoPasses.deviation)).toBeLessThanOrEqual(1e-10 * twoPasses.deviation);
    }),
  );
  expect(barSample(same, 1000, 'exact').deviation).toBe(0);
});

test('an account that fell to nothing and below is followed, as far as that means anything', () => {
  expect(barSample(Float64Array.of(50, -50, 25), 100)).toMatchObject({ mean: (-0.5 - 2 + 1.5) / 3, growth: 0.5 * -1 * 2.5 });
  expect(barSample(Float64Array.of(50, 0, 10), 100)).toMatchObject({ mean: Infinity, growth: Number.NaN, maxDrawdown: Number.NaN });
  expect(barSample(new Float64Array(0), 100)).toMatchObject({ count: 0, mean: Number.NaN, growth: 1, maxDrawdown: 0 });
});

describe('a rank', () => {
  const anyValues = fc.array(fc.oneof(fc.integer({ min: -5, max: 5 }), fc.double({ noNaN: true, noDefaultInfinity: true })), { minLength: 1, maxLength: 200, size: 'max' });

  test('stands in its place, with nothing larger before it and nothing smaller after', () => {
    fc.assert(
      fc.property(anyValues, fc.nat(), (numbers, at) => {
        const values = Float64Array.from(numbers);
        const rank = at % values.length;
        const sorted = values.toSorted();
        selectRank(values, rank);
        expect(values[rank] === sorted[rank]).toBe(true);
        expect(Math.max(-Infinity, ...values.subarray(0, rank)) <= values[rank]!).toBe(true);
        expect(Math.min(Infinity, ...values.subarray(rank + 1)) >= values[rank]!).toBe(true);
        expect(values.toSorted()).toEqual(sorted);
      }),
      { numRuns: 300 },
    );
  });

  test('leaves the quantiles between the two values that stand around them', () => {
    fc.assert(
      fc.property(anyValues, (numbers) => {
        const sorted = Float64Array.from(numbers).toSorted();
        const { low5, high95, meanOfLowest } = barTails(Float64Array.from(numbers));
        const between = (value: number, share: number): boolean => {
          const [below, above] = [sorted[Math.floor(share * (sorted.length - 1) - 1e-9)] ?? sorted[0]!, sorted[Math.ceil(share * (sorted.length - 1) + 1e-9)] ?? sorted.at(-1)!];
          return value >= below - 1e-9 * Math.abs(below) && value <= above + 1e-9 * Math.abs(above);
        };
        expect([between(low5, 0.05), between(high95, 0.95)]).toEqual([true, true]);
        expect(meanOfLowest <= sorted[Math.floor(0.05 * (sorted.length - 1))]! + 1e-9 * Math.abs(meanOfLowest)).toBe(true);
      }),
    );
  });

  test('of one hundred and one numbers: the 5% quantile is the sixth, and the mean below it that of six', () => {
    const values = Float64Array.from({ length: 101 }, (_, index) => (index * 37) % 101);
    expect(barTails(values)).toEqual({ low5: 5, high95: 95, meanOfLowest: 2.5 });
  });
});
