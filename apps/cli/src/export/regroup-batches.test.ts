import { type CandleBatch, COLUMNS, sliceBatch } from '@wick/core';
import { batchToRecords, generateCandles, joinBatches } from '@wick/testkit';
import { candleBatches } from '@wick/testkit/arbitraries';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { inexactCount, toInt64 } from './export-columns.ts';
import { regroupBatches } from './regroup-batches.ts';

async function* each(batches: readonly CandleBatch[]): AsyncGenerator<CandleBatch> {
  await Promise.resolve();
  yield* batches;
}

async function all(groups: AsyncIterable<CandleBatch>): Promise<CandleBatch[]> {
  const found: CandleBatch[] = [];
  for await (const group of groups) found.push(group);
  return found;
}

test('groups hold the same candles, none too large and none but the last too small', async () => {
  await fc.assert(
    fc.asyncProperty(candleBatches({ minLength: 1, maxLength: 80 }), fc.array(fc.nat(80), { maxLength: 8 }), async (batch, cuts) => {
      const bounds = [...new Set([0, ...cuts.filter((cut) => cut < batch.length), batch.length])].toSorted((a, b) => a - b);
      const groups = await all(regroupBatches(each(bounds.slice(1).map((end, at) => sliceBatch(batch, bounds[at]!, end))), 10, 25));
      expect(batchToRecords(groups.reduce(joinBatches))).toEqual(batchToRecords(batch));
      expect(groups.every(({ length }) => length > 0 && length <= 25)).toBe(true);
      expect(groups.reduce((sum, group) => sum + inexactCount(group), 0)).toBe(inexactCount(batch));
    }),
  );
});

test('months of hours become one group, a month of minutes stays one', async () => {
  const months = Array.from({ length: 5 }, (_, at) => generateCandles({ fromMs: Date.UTC(2024, at), toMs: Date.UTC(2024, at + 1) }));
  expect((await all(regroupBatches(each(months)))).map(({ length }) => length)).toEqual([(31 + 29 + 31 + 30 + 31) * 24]);
  const lengths = [44_640, 40_320, 300_000, 5, 0];
  const large = lengths.map((length): CandleBatch => ({ ...months[0]!, length, openTimeMs: new Float64Array(length), closeTimeMs: new Float64Array(length), exact: {}, columns: Object.fromEntries(COLUMNS.map((name) => [name, new Float64Array(length)])) as CandleBatch['columns'] }));
  expect((await all(regroupBatches(each(large)))).map(({ length }) => length)).toEqual([44_640, 40_320, 131_072, 131_072, 37_856, 5]);
});

test('64-bit integers are those of BigInt, on both sides of 2³² and of zero', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.maxSafeInteger(), fc.constantFrom(0, -1, 2 ** 31, 2 ** 32, 2 ** 32 - 1, -(2 ** 32), 1_502_942_400_000, Number.NaN))), (values) => {
      expect([...toInt64(Float64Array.from(values))]).toEqual(values.map((value) => (Number.isNaN(value) ? 0n : BigInt(value))));
    }),
  );
});
