import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import type { CandleStore } from '@wick/core';
import type { StoreUnderTest } from './store-under-test.ts';
import { storeProperties } from './store-properties.ts';
import { storeReading } from './store-reading.ts';
import { storeWriting } from './store-writing.ts';
import { batchToRecords } from '../store/candle-record.ts';

export interface StoreContractOptions {
  /** How many random cases each property tries; every one costs a handful of writes and reads. */
  readonly runs?: number;
}

/**
 * Every promise of {@link CandleStore}, as tests. The store is opened once and need not be empty: each test writes
 * series of its own.
 */
export function candleStoreContract(
  name: string,
  open: () => Promise<{ store: CandleStore; close(): Promise<void> }>,
  { runs = 30 }: StoreContractOptions = {},
): void {
  describe(`${name} keeps the promises of a candle store`, () => {
    let opened: Awaited<ReturnType<typeof open>>;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened.close());

    const underTest: StoreUnderTest = {
      get store() {
        return opened.store;
      },
      async written(batch) {
        await opened.store.write(batch, 'contract');
        return batch;
      },
      async recordsOf(series, range) {
        const batches = [];
        for await (const batch of opened.store.candles(series, range)) {
          expect(batch.series).toEqual(series);
          batches.push(batchToRecords(batch));
        }
        return batches.flat();
      },
    };

    storeWriting(underTest);
    storeReading(underTest);
    storeProperties(underTest, runs);
  });
}
