import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sliceBatch } from '@wick/core';
import { BTC_1M, regularBatch } from '../../testing/batches.ts';
import { newSchema, startTestServer, type TestServer } from '../../testing/test-server.ts';
import { concatBatches } from '../candles/empty-batch.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const TABLES_OF_0001 = ['series', 'source', 'hot_candle', 'candle_block', 'coverage', 'kysely_migration', 'kysely_migration_lock'];

/** Takes everything away that came after the first migration. */
async function goBackTo0001(schema: string): Promise<void> {
  const tables = await server.query('select tablename as name from pg_tables where schemaname = $1', [schema]);
  await server.query(`drop view ${schema}.candle`);
  for (const { name } of tables) {
    if (!TABLES_OF_0001.includes(String(name))) await server.query(`drop table ${schema}.${String(name)} cascade`);
  }
  await server.query(`alter table ${schema}.coverage drop column unsealed_source_ids`);
  await server.query(`delete from ${schema}.kysely_migration where name > '0001-candles'`);
}

test('candles that were stored before 0002 have their coverage, and a history from then on', async () => {
  const schema = newSchema();
  const { candles } = await server.open(schema);
  const batch = regularBatch(1_000, Date.UTC(2024, 0, 31, 12));
  await candles.write(concatBatches(BTC_1M, [sliceBatch(batch, 0, 400), sliceBatch(batch, 410, 760), sliceBatch(batch, 765, 900)]), 'archive');
  const before = await candles.coverages();
  await goBackTo0001(schema);

  const later = await server.open(schema);
  expect(await later.candles.coverages()).toEqual(before);
  expect(before[0]!.gaps).toHaveLength(2);
  expect(await later.revisions.list(BTC_1M)).toEqual([]);
  expect(await later.candles.write(sliceBatch(batch, 895, 1_000), 'live')).toMatchObject({ added: 100, unchanged: 5 });
  expect(await later.revisions.list(BTC_1M)).toMatchObject([{ added: 100, grows: true }]);
  expect(await later.candles.coverage(BTC_1M)).toMatchObject({ candles: 985 });
  let ofThen = 0;
  for await (const { length } of later.revisions.candlesAt(BTC_1M, 0)) ofThen += length;
  expect(ofThen).toBe(885);
});
