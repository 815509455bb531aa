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
  const write: CandleStore['write'] = async (batch, source, options) => {
    const report = await storage.candles.write(batch, source, options);
    await storage.seal(Infinity);
    return report;
  };
  const writeAll: CandleStore['writeAll'] = async (batches, source) => {
    const reports = await storage.candles.writeAll(batches, source);
    await storage.seal(Infinity);
    return reports;
  };
  const { candles } = storage;
  const store: CandleStore = {
    write,
    writeAll,
    frame: candles.frame.bind(candles),
    candles: candles.candles.bind(candles),
    coverage: candles.coverage.bind(candles),
    coverages: candles.coverages.bind(candles),
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
      fc.asyncProperty(anyBatch(BTC_1M, 60), fc.integer({ min: 1, max: 20 }), fc.nat(), async (batch, size, seed) => {
        const series = { ...BTC_1M, symbol: `ANY${run++}` };
        const pieces: CandleBatch[] = [];
        for (let row = 0; row < batch.length; row += size) {
          pieces.push(sliceBatch({ ...batch, series }, row, Math.min(batch.length, row + size)));
        }
        const rank = ({ openTimeMs }: CandleBatch): number => (openTimeMs[0]! * (seed + 1)) % 1009;
        pieces.sort((a, b) => rank(a) - rank(b));
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
    expect(await storage.candles.write(sliceBatch(batch, 0, 2900), 'archive')).toMatchObject({ received: 2900, added: 2900 });
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
  expect(await storage.candles.coverage(batch.series)).toMatchObject({
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
  const withoutDetails = { openTimeMs, open: '1', high: '2', low: '0.5', close: '1.5', volume: '10' };
  const known = { ...withoutDetails, quoteVolume: '123456789012.12345678', trades: '3' };
  await storage.candles.write(batchOfTexts(BTC_1M, [known]), 'rest');
  expect(await storage.candles.write(batchOfTexts(BTC_1M, [withoutDetails]), 'csv')).toMatchObject({ unchanged: 1 });
  const revision = batchOfTexts(BTC_1M, [{ ...withoutDetails, close: '1.25' }]);
  expect(await storage.candles.write(revision, 'csv')).toMatchObject({ revised: 1 });
  expect(plain(await stored(storage))).toEqual(plain(batchOfTexts(BTC_1M, [{ ...known, close: '1.25' }])));
});

describe('a period that has a block', () => {
  const batch = regularBatch(1000, at('2024-03-10T00:00'));
  const series = BTC_1M;

  test('takes few candles after it as rows, anything else into the block, and says truly what changed', async () => {
    const storage = await server.open('wick_test_paths');
    const { candles } = storage;
    const rows = async (): Promise<number> =>
      Number((await server.query('select count(*) as rows from wick_test_paths.hot_candle'))[0]!['rows']);

    await candles.write(sliceBatch(batch, 0, 400), 'archive');
    expect(await rows()).toBe(0);
    await candles.write(sliceBatch(batch, 500, 510), 'live');
    await candles.write(sliceBatch(batch, 520, 530), 'live');
    await candles.write(sliceBatch(batch, 505, 525), 'live');
    expect(await rows()).toBe(30);
    await expectCoverage(storage, concatBatches(series, [sliceBatch(batch, 0, 400), sliceBatch(batch, 500, 530)]));

    expect(await candles.write(sliceBatch(batch, 399, 402), 'rest')).toMatchObject({ added: 2, unchanged: 1 });
    expect(await rows()).toBe(0);

    const revised = regularBatch(1000, at('2024-03-10T00:00'));
    revised.columns.close[100]! += 0.5;
    expect(await candles.write(revised, 'archive 2')).toEqual({ received: 1000, added: 568, unchanged: 431, revised: 1 });
    expect(plain(await stored(storage))).toEqual(plain(revised));
    await expectCoverage(storage, revised);

    const names = await server.query(`select name from wick_test_paths.source where id = any(
      (select source_ids from wick_test_paths.candle_block)::int[]) order by name`);
    expect(names.map(({ name }) => name)).toEqual(['archive', 'archive 2', 'live', 'rest']);
  });

  test('is not written again when nothing changed', async () => {
    const storage = await server.open('wick_test_unchanged');
    const version = () => server.query('select xmin::text, content_sha256 from wick_test_unchanged.candle_block');
    await storage.candles.write(batch, 'archive');
    const before = await version();
    expect(await storage.candles.write(batch, 'archive')).toMatchObject({ unchanged: 1000 });
    expect(await version()).toEqual(before);
  });

  test('with a damaged byte is refused where it is read, and only there', async () => {
    const storage = await server.open('wick_test_damaged');
    await storage.candles.write(batch, 'archive');
    await server.query('update wick_test_damaged.candle_block set trades = set_byte(trades, 60, get_byte(trades, 60) # 1)');
    const damaged = { code: 'CANDLES_DAMAGED', message: expect.stringContaining('binance:spot:BTCUSDT:1m') };
    await expect(storage.candles.frame(series, {}, ['trades'])).rejects.toMatchObject(damaged);
    await expect(stored(storage)).rejects.toMatchObject(damaged);
    expect(await storage.candles.frame(series, {}, ['quoteVolume'])).toMatchObject({ length: 1000 });
  });
});

test('sealing moves the rows of periods that are over into blocks, and changes nothing that is read', async () => {
  const storage = await server.open('wick_test_sealing');
  const batch = regularBatch(200, at('2024-02-29T22:30'));
  for (let row = 0; row < 200; row += 50) await storage.candles.write(sliceBatch(batch, row, row + 50), 'live');
  const counts = async (): Promise<unknown> =>
    (await server.query(`select (select count(*) from wick_test_sealing.hot_candle)::int as rows,
      (select sum(candles) from wick_test_sealing.candle_block)::int as sealed`))[0];
  expect(await counts()).toEqual({ rows: 200, sealed: null });
  expect(await storage.seal(at('2024-02-29T23:59'))).toBe(0);
  expect(await storage.seal(at('2024-03-01T00:00'))).toBe(1);
  expect(await counts()).toEqual({ rows: 110, sealed: 90 });
  expect(await storage.seal(at('2024-03-01T00:00'))).toBe(0);
  expect(plain(await stored(storage))).toEqual(plain(batch));
  expect((await storage.candles.frame(BTC_1M)).openTimeMs).toEqual(batch.openTimeMs);
  await expectCoverage(storage, batch);
});

test('a write that fails half-way leaves nothing behind', async () => {
  const storage = await server.open('wick_test_atomic');
  await server.query(`alter table wick_test_atomic.candle_block add check (period_start_ms < ${at('2024-02-01T00:00')})`);
  const batch = regularBatch(1000, at('2024-01-31T16:00'));
  await expect(storage.candles.write(batch, 'archive')).rejects.toThrow('violates check constraint');
  expect(await storage.candles.coverage(BTC_1M)).toMatchObject({ candles: 0 });
  expect((await storage.candles.frame(BTC_1M)).length).toBe(0);
  expect(await storage.candles.series()).toEqual([]);
});

test('a write of many periods that fails at the first leaves nothing of those behind it, which are under way', async () => {
  const storage = await server.open('wick_test_under_way');
  await server.query(`alter table wick_test_under_way.candle_block add check (period_start_ms >= ${at('2024-02-01T00:00')})`);
  const blocks = async (): Promise<unknown> => (await server.query('select count(*)::int as blocks from wick_test_under_way.candle_block'))[0];
  const small = regularBatch(300, at('2024-01-31T19:00'));
  const large = regularBatch(90 * 1440, at('2024-02-01T00:00'));
  const batch = concatBatches(BTC_1M, [small, large]);
  for (let time = 0; time < 3; time++) {
    await expect(storage.candles.write(batch, 'archive')).rejects.toThrow('violates check constraint');
    expect(await storage.candles.series()).toEqual([]);
    expect(await blocks()).toEqual({ blocks: 0 });
  }
  // Whatever was sent late would be there by now.
  await storage.close();
  expect(await blocks()).toEqual({ blocks: 0 });
});

test('values that are hard to keep come back from rows: −0, the smallest double, 2^53 + 1', async () => {
  const storage = await server.open();
  const batch = regularBatch(1, 0);
  batch.columns.volume[0] = -0;
  batch.columns.trades[0] = Number.MIN_VALUE;
  batch.columns.quoteVolume[0] = 9007199254740992;
  const written = { ...batch, exact: { quoteVolume: new Map([[0, '9007199254740993']]) } };
  await storage.candles.write(written, 'test');
  expect(plain(await stored(storage))).toEqual(plain(written));
});
