import { describe, expect, test } from '@jest/globals';
import { type CandleStore, countMissing, countOffGrid, findGaps, type Series } from '@wick/core';
import fc from 'fast-check';
import { candleBatches, pieces, retold } from '../candles/arbitraries.ts';
import { batchToRecords, recordsToBatch } from '../store/candle-record.ts';
import { memoryCandleStore } from '../store/memory-candle-store.ts';
import { newSeries, type StoreUnderTest } from './store-under-test.ts';

const PATIENCE_MS = 120_000;

/** Writes of some candles of a series, again and again, with some values changed or unknown. */
const sequences = candleBatches({ minLength: 1, maxLength: 12 }).chain((batch) => {
  const records = fc.subarray(batchToRecords(batch)).chain((some) => fc.tuple(...some.map(retold)));
  const write = fc.record({ records, conflict: fc.constantFrom('replace', 'keep') });
  return fc.array(write, { minLength: 1, maxLength: 4 });
});

/** The same candles and the same coverage; why candles are missing is another matter, of other series too. */
async function expectSame(under: StoreUnderTest, reference: CandleStore, series: Series): Promise<void> {
  const wanted = [];
  for await (const batch of reference.candles(series)) wanted.push(...batchToRecords(batch));
  expect(await under.recordsOf(series)).toEqual(wanted);
  const { gaps, ...coverage } = await reference.coverage(series);
  const expected = { ...coverage, gaps: gaps.map(({ fromMs, toMs, missing }) => expect.objectContaining({ fromMs, toMs, missing })) };
  expect(await under.store.coverage(series)).toEqual(expected);
}

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
      const property = fc.asyncProperty(sequences, async (writes) => {
        const series = newSeries();
        const reference = memoryCandleStore();
        for (const { records, conflict } of writes) {
          const batch = recordsToBatch(series, records);
          const report = await under.store.write(batch, 'contract', { conflict });
          expect(report).toEqual(await reference.write(batch, 'contract', { conflict }));
        }
        await expectSame(under, reference, series);
      });
      await fc.assert(property, { numRuns: runs });
    }, PATIENCE_MS);

    test('any sequence of writes of several series at once does what the reference does', async () => {
      const property = fc.asyncProperty(fc.tuple(sequences, sequences, sequences), async (histories) => {
        const all = histories.map((writes) => ({ series: newSeries(), writes }));
        const reference = memoryCandleStore();
        const rounds = Math.max(...histories.map(({ length }) => length));
        for (let round = 0; round < rounds; round++) {
          const batches = all.flatMap(({ series, writes }) => {
            const write = writes[round];
            return write ? [recordsToBatch(series, write.records)] : [];
          });
          expect(await under.store.writeAll(batches, 'contract')).toEqual(await reference.writeAll(batches, 'contract'));
        }
        for (const { series } of all) await expectSame(under, reference, series);
      });
      await fc.assert(property, { numRuns: Math.ceil(runs / 2) });
    }, PATIENCE_MS);
  });
}
