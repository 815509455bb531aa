import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { sliceBatch } from '@wick/core';
import pg from 'pg';
import { BTC_1M, regularBatch } from '../../testing/batches.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

test('the next candle of one series or of forty takes the same number of statements', async () => {
  const { candles } = await server.open();
  const batch = regularBatch(10, Date.UTC(2024, 0, 31, 23, 55));
  const next = (series: number, row: number) =>
    Array.from({ length: series }, (_, n) => ({ ...sliceBatch(batch, row, row + 1), series: { ...BTC_1M, symbol: `S${n}` } }));
  const statementsOf = async (work: () => Promise<unknown>): Promise<number> => {
    const query = jest.spyOn(pg.Client.prototype, 'query');
    await work();
    const { length } = query.mock.calls;
    query.mockRestore();
    return length;
  };
  await candles.writeAll(next(40, 0), 'live');
  const ofOne = await statementsOf(() => candles.writeAll(next(1, 1), 'live'));
  const ofForty = await statementsOf(() => candles.writeAll(next(40, 2), 'live'));
  // Series, source; begin, locks, states, rows, period, series, revision, commit.
  expect([ofOne, ofForty]).toEqual([10, 10]);
});
