import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { summarise } from './best-combinations.ts';

const values = fc.array(fc.oneof(fc.double({ min: -10, max: 10, noNaN: true }), fc.constantFrom(Number.NaN, 1, 1)), { minLength: 1, maxLength: 60 });

test('the best of many portions are those of a sort, of equal ones the earlier, and the spread is that of the definition', () => {
  fc.assert(
    fc.property(values, fc.integer({ min: 1, max: 20 }), fc.boolean(), fc.integer({ min: 1, max: 9 }), (all, top, lowest, size) => {
      const portions = Array.from({ length: Math.ceil(all.length / size) }, (_, at) => {
        const part = all.slice(at * size, (at + 1) * size);
        const places = Float64Array.from(part, (_value, row) => at * size + row);
        return { length: part.length, neverTraded: 1, places, parameters: [places], metrics: [Float64Array.from(part)] };
      });
      const summary = summarise(portions, { parameters: ['place'], metrics: ['sharpe'], sort: 'sharpe', lowest, top });
      const known = all.map((value, place) => ({ value, place })).filter(({ value }) => !Number.isNaN(value));
      const sorted = [...known].sort((a, b) => (lowest ? a.value - b.value : b.value - a.value) || a.place - b.place).slice(0, top);
      expect(summary.top.map(({ combination, metrics }) => [combination, metrics['sharpe']])).toEqual(sorted.map(({ place, value }) => [place, value]));
      expect([summary.combinations, summary.neverTraded]).toEqual([all.length, portions.length]);
      const mean = known.reduce((sum, { value }) => sum + value, 0) / known.length;
      const variance = known.length > 1 ? known.reduce((sum, { value }) => sum + (value - mean) ** 2, 0) / (known.length - 1) : 0;
      expect(summary.spread['sharpe']!.count).toBe(known.length);
      expect(summary.spread['sharpe']!.variance).toBeCloseTo(variance, 9);
    }),
    { numRuns: 300 },
  );
});
