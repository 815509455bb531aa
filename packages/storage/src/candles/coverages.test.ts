import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { HOUR_MS, type Series, seriesKey } from '@wick/core';
import fc from 'fast-check';
import { anyBatch, BTC_1M, regularBatch } from '../../testing/batches.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';
import { concatBatches } from './empty-batch.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const FROM_MS = Date.UTC(2024, 0, 10, 5);
const hourly = (symbol: string): Series => ({ exchange: 'binance', market: 'spot', symbol, interval: '1h' });
const hours = (symbol: string, from: number, count: number) =>
  regularBatch(count, FROM_MS + from * HOUR_MS, { series: hourly(symbol), stepMs: HOUR_MS });

test('gaps have their reasons, in the coverage of one series and of all', async () => {
  const { candles, absences } = await server.open();
  for (const symbol of ['BTCUSDT', 'ETHUSDT']) {
    await candles.write(concatBatches(hourly(symbol), [hours(symbol, 0, 5), hours(symbol, 8, 5)]), 'test');
  }
  await candles.write(concatBatches(hourly('XRPUSDT'), [hours('XRPUSDT', 0, 10), hours('XRPUSDT', 12, 5)]), 'test');
  const from = (hour: number): number => FROM_MS + hour * HOUR_MS;
  await absences.noteAbsences(hourly('XRPUSDT'), [
    { fromMs: from(10), toMs: from(11), kind: 'nothing-there', source: 'binance-rest', notedAtMs: 1 },
    { fromMs: from(-30), toMs: from(0), kind: 'not-listed', source: 'binance-rest', notedAtMs: 1 },
  ]);
  await absences.noteAbsences(hourly('NEWUSDT'), [{ fromMs: from(0), toMs: from(2), kind: 'fetch-failed', source: 'test', notedAtMs: 1 }]);

  const all = await candles.coverages();
  expect(all.map(({ series, gaps }) => [series.symbol, gaps.map(({ missing, kind }) => `${missing} ${kind}`)])).toEqual([
    ['BTCUSDT', ['3 outage']],
    ['ETHUSDT', ['3 outage']],
    ['XRPUSDT', ['1 no-trade', '1 unexplained']],
  ]);
  expect(all[2]!.outside).toEqual([{ fromMs: from(-30), toMs: from(0), missing: 30, kind: 'not-listed' }]);
  for (const coverage of all) expect(await candles.coverage(coverage.series)).toEqual(coverage);
  expect(await candles.coverage(hourly('NEWUSDT'))).toMatchObject({ candles: 0, outside: [{ missing: 2, kind: 'fetch-failed' }] });
});

test('the row of a series is the sum of its periods, whatever was written at once, in parts or sealed', async () => {
  const schema = `wick_test_coverages_${process.pid}`;
  const storage = await server.open(schema);
  let run = 0;
  const part = fc.record({ batch: anyBatch(BTC_1M, 12), seal: fc.boolean(), keep: fc.boolean() });
  const property = fc.asyncProperty(fc.array(part, { minLength: 1, maxLength: 6 }), async (parts) => {
    const series = { ...BTC_1M, symbol: `SUM${run++}` };
    for (const { batch, seal, keep } of parts) {
      await storage.candles.write({ ...batch, series }, 'test', { conflict: keep ? 'keep' : 'replace' });
      if (seal) await storage.seal(Infinity);
    }
    const times = (await storage.candles.frame(series)).openTimeMs;
    const [sums] = await server.query(
      `select c.candles, c.first_open_time_ms::float8 as first, c.last_open_time_ms::float8 as last, c.off_grid as off,
         (select sum(candles)::int from ${schema}.coverage p where p.series_id = s.id) as candles_of_periods,
         (select sum(off_grid)::int from ${schema}.coverage p where p.series_id = s.id) as off_of_periods
       from ${schema}.series_coverage c join ${schema}.series s on s.id = c.series_id where s.symbol = $1`,
      [series.symbol],
    );
    expect([sums!['candles'], sums!['candles_of_periods']]).toEqual([times.length, times.length]);
    expect([sums!['first'], sums!['last']]).toEqual([times[0], times.at(-1)]);
    expect(sums!['off']).toBe(sums!['off_of_periods']);
    const gaps = (await storage.candles.frame(series)).gaps.map((gap) => expect.objectContaining(gap));
    expect((await storage.candles.coverage(series)).gaps).toEqual(gaps);
  });
  await fc.assert(property, { numRuns: 20 });
}, 60_000);

test('appending the newest candle does not touch what is known of gaps', async () => {
  const schema = `wick_test_append_${process.pid}`;
  const { candles } = await server.open(schema);
  const series = BTC_1M;
  await candles.write(regularBatch(600, Date.UTC(2024, 0, 1)), 'archive');
  await server.query(`update ${schema}.series_coverage set gaps = '["untouched"]'`);
  await candles.write(regularBatch(1, Date.UTC(2024, 0, 1, 10)), 'live');
  expect(await server.query(`select candles, gaps from ${schema}.series_coverage`)).toEqual([{ candles: 601, gaps: ['untouched'] }]);
  expect((await candles.series()).map(seriesKey)).toEqual([seriesKey(series)]);
});
