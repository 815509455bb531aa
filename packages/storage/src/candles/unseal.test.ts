import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type CandleBatch, sliceBatch } from '@wick/core';
import { DrivenClock } from '@wick/testkit';
import { at, batchOfTexts, BTC_1M, plain, regularBatch } from '../../testing/batches.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';
import type { Storage } from '../storage.ts';
import { concatBatches } from './empty-batch.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const stored = async (storage: Storage): Promise<CandleBatch> => {
  const batches: CandleBatch[] = [];
  for await (const batch of storage.candles.candles(BTC_1M)) batches.push(batch);
  return concatBatches(BTC_1M, batches);
};

test('unsealed candles are rows in SQL, sealing and writing leave them rows, and undoing it makes them a block again', async () => {
  const schema = `wick_test_unseal_${process.pid}`;
  const storage = await server.open(schema);
  const counts = async (): Promise<unknown> =>
    (await server.query(`select (select count(*) from ${schema}.candle)::int as rows,
      (select sum(candles) from ${schema}.candle_block)::int as sealed`))[0];
  const batch = regularBatch(700, at('2024-01-31T18:00'));
  await storage.candles.write(sliceBatch(batch, 0, 690), 'archive');
  await storage.candles.write(sliceBatch(batch, 690, 700), 'live');
  expect(await counts()).toEqual({ rows: 10, sealed: 690 });

  expect(await storage.unseal(BTC_1M, { toMs: at('2024-02-01T00:00') })).toBe(360);
  expect(await counts()).toEqual({ rows: 370, sealed: 330 });
  expect(await storage.unseal(BTC_1M, { toMs: at('2024-02-01T00:00') })).toBe(0);
  expect(await storage.seal(at('2024-02-01T00:00'))).toBe(0);
  expect((await storage.candles.frame(BTC_1M)).columns.close).toEqual(batch.columns.close);

  const revised = regularBatch(700, at('2024-01-31T18:00'));
  revised.columns.close[3]! += 0.5;
  expect(await storage.candles.write(sliceBatch(revised, 0, 360), 'archive 2')).toMatchObject({ unchanged: 359, revised: 1 });
  expect(await counts()).toEqual({ rows: 370, sealed: 330 });
  expect(plain(await stored(storage))).toEqual(plain(revised));

  expect(await storage.reseal(BTC_1M)).toBe(1);
  expect(await storage.reseal(BTC_1M)).toBe(0);
  expect(await counts()).toEqual({ rows: 10, sealed: 690 });
  expect(plain(await stored(storage))).toEqual(plain(revised));
  const names = await server.query(`select name from ${schema}.source where id = any(
    (select source_ids from ${schema}.candle_block order by period_start_ms limit 1)::int[]) order by name`);
  expect(names.map(({ name }) => name)).toEqual(['archive', 'archive 2']);
});

test('the months that are not over stay rows when unsealing is undone', async () => {
  const storage = await server.open(undefined, { clock: new DrivenClock(at('2024-01-20T00:00')) });
  await storage.candles.write(regularBatch(300, at('2024-01-10T00:00')), 'archive');
  expect(await storage.unseal(BTC_1M)).toBe(300);
  expect(await storage.reseal(BTC_1M)).toBe(1);
  expect(await storage.seal(at('2024-01-31T23:59'))).toBe(0);
  expect(await storage.seal(at('2024-02-01T00:00'))).toBe(1);
});

test('the view has times as times and decimals to the last digit: 0.00001234, 123456789012.12345678', async () => {
  const schema = `wick_test_view_${process.pid}`;
  const storage = await server.open(schema);
  const openTimeMs = at('2024-01-01T00:00');
  const texts = { open: '0.00001234', high: '0.00001235', low: '0.00000001', close: '0.1', volume: '123456789012.12345678', trades: '3' };
  const candle = { openTimeMs, closeTimeMs: openTimeMs + 59_999, ...texts };
  await storage.candles.write(batchOfTexts(BTC_1M, [candle, { ...candle, openTimeMs: openTimeMs + 60_001, quoteVolume: '9876543210987.54321' }]), 'rest');
  await storage.seal(Infinity);
  expect(await server.query(`select * from ${schema}.candle`)).toEqual([]);
  await storage.unseal(BTC_1M);
  const rows = await server.query(`select exchange, market, symbol, interval, open_time, close_time, open::text, high::text, low::text,
    close::text, volume::text, quote_volume::text, trades, source, pg_typeof(volume)::text as type from ${schema}.candle order by open_time`);
  const series = { exchange: 'binance', market: 'spot', symbol: 'BTCUSDT', interval: '1m', source: 'rest', type: 'numeric' };
  const closeTime = new Date(openTimeMs + 59_999);
  expect(rows).toEqual([
    { ...series, ...texts, open_time: new Date(openTimeMs), close_time: closeTime, quote_volume: null },
    { ...series, ...texts, open_time: new Date(openTimeMs + 60_001), close_time: closeTime, quote_volume: '9876543210987.54321' },
  ]);
  const [comment] = await server.query(`select obj_description('${schema}.candle'::regclass) as text`);
  expect(comment!['text']).toContain('Months that are sealed into blocks are not in it');

  // The same candles after all ways that they can take.
  expect(await storage.reseal(BTC_1M)).toBe(1);
  const again = await stored(storage);
  expect(again.exact.volume?.get(0)).toBe('123456789012.12345678');
  expect([...again.columns.open]).toEqual([0.00001234, 0.00001234]);
});

test('nothing stored is nothing unsealed', async () => {
  const storage = await server.open();
  expect([await storage.unseal(BTC_1M), await storage.reseal(BTC_1M)]).toEqual([0, 0]);
});
