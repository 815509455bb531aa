import { describe, expect, test } from '@jest/globals';
import { type CandleBatch, seriesKey, sliceBatch, type WriteReport } from '@wick/core';
import { withoutDetails } from '../candles/blemishes.ts';
import { batchToRecords, recordsToBatch } from '../store/candle-record.ts';
import { changed, hours, type StoreUnderTest } from './store-under-test.ts';

type Write = (batch: CandleBatch, source?: string) => Promise<WriteReport>;

export function storeWriting(under: StoreUnderTest): void {
  const write: Write = (batch, source = 'contract') => under.store.write(batch, source);
  describe('writing', () => {
    counting(under, write);
    unknownValues(under, write);
    conflicts(under);
    manyAtOnce(under);
    orderAndCompany(under, write);
  });
}

function counting(under: StoreUnderTest, write: Write): void {
  test('new candles are added and come back as they were, across a month border', async () => {
    const batch = hours(48);
    expect(await write(batch)).toEqual({ received: 48, added: 48, unchanged: 0, revised: 0 });
    expect(await under.recordsOf(batch.series)).toEqual(batchToRecords(batch));
  });

  test('the same candles again change nothing, whatever they are said to come from', async () => {
    const batch = await under.written(hours(10));
    expect(await write(batch, 'another source')).toEqual({ received: 10, added: 0, unchanged: 10, revised: 0 });
    expect(await under.recordsOf(batch.series)).toEqual(batchToRecords(batch));
  });

  test('other values replace the stored ones and are counted as revised', async () => {
    const batch = await under.written(hours(5));
    const revised = changed(batch, 2, { close: '1.5', volume: '0' });
    const sixth = batchToRecords(hours(6)).slice(5);
    const mixed = recordsToBatch(batch.series, [...batchToRecords(revised), ...sixth]);
    expect(await write(mixed)).toEqual({ received: 6, added: 1, unchanged: 4, revised: 1 });
    expect(await under.recordsOf(batch.series)).toEqual(batchToRecords(mixed));
  });

  test('a value that differs only in digits a float64 does not hold is revised too', async () => {
    const batch = await under.written(changed(hours(1), 0, { quoteVolume: '123456789012.12345678' }));
    const next = changed(batch, 0, { quoteVolume: '123456789012.12345679' });
    expect(await write(next)).toMatchObject({ unchanged: 0, revised: 1 });
    expect((await under.recordsOf(batch.series))[0]!.values.quoteVolume).toBe('123456789012.12345679');
  });
}

function unknownValues(under: StoreUnderTest, write: Write): void {
  test('an unknown value never replaces a known one, not even where others are revised', async () => {
    const batch = await under.written(hours(3));
    const higher = changed(batch, 1, { high: '999999.99' });
    expect(await write(withoutDetails(batch))).toMatchObject({ unchanged: 3, revised: 0 });
    expect(await write(withoutDetails(higher))).toMatchObject({ unchanged: 2, revised: 1 });
    expect(await under.recordsOf(batch.series)).toEqual(batchToRecords(higher));
  });

  test('a value that was unknown is filled in when it becomes known, which is a revision', async () => {
    const full = hours(3);
    await under.written(withoutDetails(full));
    expect((await under.recordsOf(full.series))[0]!.values.trades).toBeNull();
    expect(await write(full)).toEqual({ received: 3, added: 0, unchanged: 0, revised: 3 });
    expect(await under.recordsOf(full.series)).toEqual(batchToRecords(full));
  });
}

function conflicts(under: StoreUnderTest): void {
  test('where conflicts are to keep what is stored, only unknown values change', async () => {
    const known = hours(4);
    await under.written(withoutDetails(known, ['trades']));
    const heard = changed(changed(known, 1, { close: '1.5' }), 2, { close: '2.5', trades: null });
    const [fifth] = batchToRecords(hours(5)).slice(4);
    const batch = recordsToBatch(known.series, [...batchToRecords(heard), fifth!]);
    const report = await under.store.write(batch, 'contract', { conflict: 'keep' });
    expect(report).toEqual({ received: 5, added: 1, unchanged: 0, revised: 2, kept: 2 });
    const wanted = batchToRecords(changed(known, 2, { trades: null }));
    expect(await under.recordsOf(known.series)).toEqual([...wanted, fifth]);
    expect(await under.store.write(known, 'contract', { conflict: 'keep' })).toMatchObject({ revised: 1, kept: 0, unchanged: 3 });
  });

  test('digits that a float64 does not hold are kept too', async () => {
    const batch = await under.written(changed(hours(1), 0, { quoteVolume: '123456789012.12345678' }));
    const next = changed(batch, 0, { quoteVolume: '123456789012.12345679' });
    expect(await under.store.write(next, 'contract', { conflict: 'keep' })).toMatchObject({ revised: 0, kept: 1 });
    expect((await under.recordsOf(batch.series))[0]!.values.quoteVolume).toBe('123456789012.12345678');
  });
}

function manyAtOnce(under: StoreUnderTest): void {
  test('candles of many series are written at once, each with a report of its own', async () => {
    const batches = [hours(3), hours(0), hours(300), hours(5)];
    await under.written(sliceBatch(batches[3]!, 0, 2));
    const reports = await under.store.writeAll(batches, 'contract');
    expect(reports.map(({ received, added, unchanged }) => [received, added, unchanged])).toEqual([[3, 3, 0], [0, 0, 0], [300, 300, 0], [5, 3, 2]]);
    for (const batch of batches) expect(await under.recordsOf(batch.series)).toEqual(batchToRecords(batch));
  });

  test('one batch that is refused stops all of them, and so does a series that comes twice', async () => {
    const [good, bad] = [hours(2), hours(2)];
    const disorder = { ...bad, openTimeMs: bad.openTimeMs.toReversed() };
    await expect(under.store.writeAll([good, disorder], 'contract')).rejects.toMatchObject({ code: 'CANDLES_DAMAGED' });
    await expect(under.store.writeAll([good, good], 'contract')).rejects.toMatchObject({ code: 'CANDLES_DAMAGED' });
    expect(await under.recordsOf(good.series)).toEqual([]);
  });

  test('two writers of many series in opposite orders wait for each other, and do not stop each other', async () => {
    const batches = Array.from({ length: 12 }, () => hours(4));
    const reports = await Promise.all(
      [1, 2, 3, 4].map((n) => under.store.writeAll(n % 2 ? batches : batches.toReversed(), 'contract')),
    );
    expect(reports.flat().reduce((sum, { added }) => sum + added, 0)).toBe(48);
  });
}

function orderAndCompany(under: StoreUnderTest, write: Write): void {
  test('batches may come in any order, overlap and fill gaps; columns may be views', async () => {
    const batch = hours(30);
    for (const [start, end] of [[20, 30], [0, 5], [10, 15], [3, 22]] as const) {
      await under.written(sliceBatch(batch, start, end));
    }
    expect(await under.recordsOf(batch.series)).toEqual(batchToRecords(batch));
    expect((await under.store.coverage(batch.series)).gaps).toEqual([]);
  });

  test('nothing written is nothing stored', async () => {
    const empty = hours(0);
    expect(await write(empty)).toEqual({ received: 0, added: 0, unchanged: 0, revised: 0 });
    expect((await under.store.series()).map(seriesKey)).not.toContain(seriesKey(empty.series));
  });

  test('a batch whose times do not ascend is refused whole', async () => {
    const batch = hours(4);
    const openTimeMs = batch.openTimeMs.slice();
    openTimeMs[2] = openTimeMs[1]!;
    await expect(write({ ...batch, openTimeMs })).rejects.toMatchObject({ code: 'CANDLES_DAMAGED' });
    expect(await under.recordsOf(batch.series)).toEqual([]);
  });

  test('what the caller does with its arrays afterwards changes nothing', async () => {
    const batch = hours(2);
    const before = batchToRecords(batch);
    await under.written(batch);
    batch.columns.close.fill(1);
    batch.openTimeMs.fill(2);
    expect(await under.recordsOf(batch.series)).toEqual(before);
  });

  test('writers at the same time lose nothing and count every candle as added once', async () => {
    const batch = hours(60);
    const cuts = [[0, 40], [20, 60], [0, 60], [30, 50], [0, 10], [10, 60]] as const;
    const reports = await Promise.all(cuts.map(([start, end]) => write(sliceBatch(batch, start, end))));
    const sum = (count: Exclude<keyof WriteReport, 'kept'>): number => reports.reduce((total, report) => total + report[count], 0);
    expect([sum('added'), sum('revised')]).toEqual([60, 0]);
    expect(sum('received')).toBe(sum('added') + sum('unchanged'));
    expect(await under.recordsOf(batch.series)).toEqual(batchToRecords(batch));
  });
}
