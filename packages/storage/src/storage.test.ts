import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type CandleBatch, type CandleStore, countOffGrid, findGaps, sliceBatch } from '@wick/core';
import { candleStoreContract } from '@wick/testkit/contracts';
import fc from 'fast-check';
import { anyBatch, at, batchOfTexts, BTC_1M, plain, regularBatch } from '../testing/batches.ts';
import { startTestServer, type TestServer } from '../testing/test-server.ts';
import { concatBatches } from './candles/empty-batch.ts';
import type { Storage } from './storage.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

candleStoreContract('PostgreSQL with rows', async () => {
  const storage = await server.open();
  return { store: storage.candles, close: () => storage.close() };
});

candleStoreContract('PostgreSQL with blocks', async () => {
  const storage = await server.open();
  const write: CandleStore['write'] = async (batch, source) => {
    const report = await storage.candles.write(batch, source);
    await storage.seal(Infinity);
    return report;
  };
  const { candles } = storage;
  const store: CandleStore = {
    write,
    frame: candles.frame.bind(candles),
    candles: candles.candles.bind(candles),
    coverage: candles.coverage.bind(candles),
    series: candles.series.bind(candles),
  };
  return { store, close: () => storage.close() };
});

async function stored(storage: Storage, series = BTC_1M, range = {}): Promise<CandleBatch> {
  const batches: CandleBatch[] = [];
  for await (const batch of storage.candles.candles(series, range)) batches.push(batch);
  return concatBatches(series, batches);
}

describe('candles come back as they were written', () => {
  test('whether they came at once, one by one, or in any pieces and any order', async () => {
    const storage = await server.open();
    let run = 0;
    await fc.assert(
      fc.asyncProperty(anyBatch(BTC_1M, 60), fc.infiniteStream(fc.integer({ min: 1, max: 20 })), fc.nat(), async (batch, sizes, seed) => {
        const series = { ...BTC_1M, symbol: `ANY${run++}` };
        const pieces: CandleBatch[] = [];
        for (let row = 0; row < batch.length; row += pieces.at(-1)!.length) {
          pieces.push(sliceBatch({ ...batch, series }, row, Math.min(batch.length, row + sizes.next().value)));
        }
        pieces.sort((a, b) => ((a.openTimeMs[0]! * (seed + 1)) % 1009) - ((b.openTimeMs[0]! * (seed + 1)) % 1009));
        for (const piece of pieces) await storage.candles.write(piece, 'test');
        expect(plain(await stored(storage, series))).toEqual(plain(batch));
        await expectCoverage(storage, { ...batch, series });
      }),
      { numRuns: 25 },
    );
  });

  test('months in bulk, with a tail of single candles after them', async () => {
    const storage = await server.open();
    const batch = regularBatch(3000, at('2024-01-31T00:00'));
    expect(await storage.candles.write(sliceBatch(batch, 0, 2900), 'archive')).toEqual({ received: 2900, added: 2900, unchanged: 0, revised: 0 });
    for (let row = 2900; row < 3000; row += 10) await storage.candles.write(sliceBatch(batch, row, row + 10), 'live');
    expect(plain(await stored(storage))).toEqual(plain(batch));
    await expectCoverage(storage, batch);
    const frame = await storage.candles.frame(BTC_1M, {}, ['trades']);
    expect(frame.openTimeMs).toEqual(batch.openTimeMs);
    expect(frame.columns).toEqual({
      open: batch.columns.open, high: batch.columns.high, low: batch.columns.low, close: batch.columns.close,
      volume: batch.columns.volume, trades: batch.columns.trades,
    });
  });
});

async function expectCoverage(storage: Storage, batch: CandleBatch): Promise<void> {
  const gaps = findGaps(batch.openTimeMs, batch.series.interval);
  expect(await storage.candles.coverage(batch.series)).toEqual({
    series: batch.series,
    candles: batch.length,
    firstOpenTimeMs: batch.openTimeMs[0],
    lastOpenTimeMs: batch.openTimeMs.at(-1),
    gaps,
    missing: gaps.reduce((sum, gap) => sum + gap.missing, 0),
    offGrid: countOffGrid(batch.openTimeMs, batch.series.interval),
  });
}

test('unknown series have nothing, and are not listed', async () => {
  const storage = await server.open();
  expect((await storage.candles.frame(BTC_1M, {}, ['trades'])).length).toBe(0);
  expect(await stored(storage)).toMatchObject({ length: 0 });
  expect(await storage.candles.coverage(BTC_1M)).toMatchObject({ candles: 0, firstOpenTimeMs: null, lastOpenTimeMs: null });
  expect(await storage.candles.series()).toEqual([]);
});

test('a revision replaces known values, and unknown ones replace nothing', async () => {
  const storage = await server.open();
  const openTimeMs = at('2024-01-01T00:00');
  const known = { openTimeMs, open: '1', high: '2', low: '0.5', close: '1.5', volume: '10', quoteVolume: '123456789012.12345678', trades: '3' };
  await storage.candles.write(batchOfTexts(BTC_1M, [known]), 'rest');
  const { quoteVolume: _quoteVolume, trades: _trades, ...withoutDetails } = known;
  expect(await storage.candles.write(batchOfTexts(BTC_1M, [withoutDetails]), 'csv')).toMatchObject({ unchanged: 1 });
  expect(await storage.candles.write(batchOfTexts(BTC_1M, [{ ...withoutDetails, close: '1.25' }]), 'csv')).toMatchObject({ revised: 1 });
  expect(plain(await stored(storage))).toEqual(plain(batchOfTexts(BTC_1M, [{ ...known, close: '1.25' }])));
});
