import { expect, test } from '@jest/globals';
import { batchToRecords, type CandleRecord, memoryCandleStore, recordsToBatch } from '@wick/testkit';
import { candleBatches, retold } from '@wick/testkit/arbitraries';
import fc from 'fast-check';
import { changedRowsOf, mergeBatches } from './merge-batches.ts';

/** Some candles of a batch that are stored, and some that come, told in another way. */
const cases = candleBatches({ minLength: 1, maxLength: 30 }).chain((batch) => {
  const records = batchToRecords(batch);
  return fc.record({
    series: fc.constant(batch.series),
    stored: fc.subarray(records),
    incoming: fc.subarray(records).chain((some) => fc.tuple(...some.map(retold))),
    conflict: fc.constantFrom('replace', 'keep'),
  });
});

test('a merge does what the reference does, and says which rows are new, which are other ones, and what those were before', async () => {
  const property = fc.asyncProperty(cases, async ({ series, stored, incoming, conflict }) => {
    const [first, second] = [recordsToBatch(series, stored), recordsToBatch(series, incoming)];
    const merge = mergeBatches(first, second, conflict);
    const reference = memoryCandleStore();
    await reference.write(first, 'test');
    expect(merge.report).toEqual(await reference.write(second, 'test', { conflict }));
    const wanted: CandleRecord[] = [];
    for await (const batch of reference.candles(series)) wanted.push(...batchToRecords(batch));
    expect(batchToRecords(merge.merged)).toEqual(wanted);
    const before = new Map(stored.map((record) => [record.openTimeMs, record]));
    const after = batchToRecords(merge.merged);
    const same = (a: CandleRecord, b: CandleRecord): boolean => JSON.stringify(a) === JSON.stringify(b);

    const added = after.flatMap(({ openTimeMs }, row) => (before.has(openTimeMs) ? [] : [row]));
    const revised = after.flatMap((record, row) => {
      const old = before.get(record.openTimeMs);
      return old && !same(old, record) ? [row] : [];
    });
    expect(merge.addedRuns.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, i) => start + i))).toEqual(added);
    expect(merge.revisedRows).toEqual(revised);
    expect(batchToRecords(merge.replaced)).toEqual(revised.map((row) => before.get(after[row]!.openTimeMs)));
    expect(changedRowsOf(merge).toSorted((a, b) => a - b)).toEqual([...added, ...revised].toSorted((a, b) => a - b));
  });
  await fc.assert(property, { numRuns: 500 });
});

test('a zero and a negative zero are different values, and the same value is no revision', () => {
  const series = { exchange: 'simulated', market: 'spot', symbol: 'X', interval: '1m' } as const;
  const batch = recordsToBatch(series, [
    { openTimeMs: 0, closeTimeMs: null, values: { open: '1', high: '1', low: '1', close: '1', volume: '0', quoteVolume: null, trades: null, takerBuyVolume: null, takerBuyQuoteVolume: null } },
  ]);
  const negative = { ...batch, columns: { ...batch.columns, volume: Float64Array.of(-0) } };
  expect(mergeBatches(batch, batch).revisedRows).toEqual([]);
  expect(mergeBatches(batch, negative).revisedRows).toEqual([0]);
});
