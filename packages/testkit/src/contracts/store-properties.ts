import { describe, expect, test } from '@jest/globals';
import { countMissing, countOffGrid, findGaps } from '@wick/core';
import fc from 'fast-check';
import { candleBatches, pieces, retold } from '../candles/arbitraries.ts';
import { batchToRecords, recordsToBatch } from '../store/candle-record.ts';
import { memoryCandleStore } from '../store/memory-candle-store.ts';
import { newSeries, type StoreUnderTest } from './store-under-test.ts';

const PATIENCE_MS = 120_000;

export function storeProperties(under: StoreUnderTest, runs: number): void {
  describe('for any candles', () => {
    test('any split into writes, in any order, gives the same candles and the same coverage', async () => {
      const cases = candleBatches({ minLength: 1 }).chain((batch) =>
        fc.tuple(fc.constant(batch), pieces(batchToRecords(batch))),
      );
      const property = fc.asyncProperty(cases, async ([batch, parts]) => {
        const series = newSeries();
        for (const part of parts) await under.store.write(recordsToBatch(series, part), 'contract');
        expect(await under.recordsOf(series)).toEqual(batchToRecords(batch));
        const gaps = findGaps(batch.openTimeMs, series.interval);
        expect(await under.store.coverage(series)).toMatchObject({
          series,
          candles: batch.length,
          firstOpenTimeMs: batch.openTimeMs[0],
          lastOpenTimeMs: batch.openTimeMs.at(-1),
          gaps,
          missing: countMissing(gaps),
          offGrid: countOffGrid(batch.openTimeMs, series.interval),
        });
      });
      await fc.assert(property, { numRuns: runs });
    }, PATIENCE_MS);

    test('any sequence of writes, with revisions and unknown values, does what the reference does', async () => {
      const sequences = candleBatches({ minLength: 1, maxLength: 12 }).chain((batch) => {
        const write = fc.subarray(batchToRecords(batch)).chain((some) => fc.tuple(...some.map(retold)));
        return fc.array(write, { minLength: 1, maxLength: 4 });
      });
      const property = fc.asyncProperty(sequences, async (writes) => {
        const series = newSeries();
        const reference = memoryCandleStore();
        for (const records of writes) {
          const batch = recordsToBatch(series, records);
          expect(await under.store.write(batch, 'contract')).toEqual(await reference.write(batch, 'contract'));
        }
        const wanted = [];
        for await (const batch of reference.candles(series)) wanted.push(...batchToRecords(batch));
        expect(await under.recordsOf(series)).toEqual(wanted);
        expect(await under.store.coverage(series)).toEqual(await reference.coverage(series));
      });
      await fc.assert(property, { numRuns: runs });
    }, PATIENCE_MS);
  });
}
