import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { archiveLedgerContract, cassetteStoreContract, fundingStoreContract, instrumentRegistryContract, limitLedgerContract } from '@wick/testkit/contracts';
import { randomBytes } from 'node:crypto';
import { testFolders } from '../testing/folders.ts';
import { newSchema, startTestServer, type TestServer } from '../testing/test-server.ts';
import { stopEmbeddedServer } from './embedded/embedded-server.ts';
import { openStorage } from './storage.ts';

let server: TestServer;
const folders = testFolders();
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(async () => {
  await server.close();
  await folders.remove();
});

archiveLedgerContract('PostgreSQL', async () => {
  const storage = await server.open();
  return { ledger: storage.archives, close: () => storage.close() };
});

fundingStoreContract('PostgreSQL', async () => {
  const storage = await server.open();
  return { store: storage.funding, close: () => storage.close() };
});

instrumentRegistryContract('PostgreSQL', async () => {
  const storage = await server.open();
  return { registry: storage.instruments, close: () => storage.close() };
});

cassetteStoreContract('PostgreSQL', async () => {
  const schema = newSchema();
  const storages = [await server.open(schema), await server.open(schema)];
  return {
    stores: storages.map(({ cassettes }) => cassettes),
    close: async () => void (await Promise.all(storages.map((storage) => storage.close()))),
  };
});

limitLedgerContract('PostgreSQL', async () => {
  const schema = newSchema();
  const storages = [await server.open(schema), await server.open(schema)];
  return {
    ledgers: storages.map(({ limits }) => limits),
    close: async () => void (await Promise.all(storages.map((storage) => storage.close()))),
  };
});

test('a ban is obeyed after the server and everybody on it were restarted, and so is what was spent', async () => {
  const dataDir = await folders.createWithDatabase();
  const before = await openStorage({ dataDir });
  await before.limits.block('binance:spot', { untilMs: 1_700_259_200_000, why: 'banned' });
  await before.limits.reserveWeight('binance:spot', 28_333_333, 5_990, 6_000);
  await before.close();
  await stopEmbeddedServer(dataDir);

  const after = await openStorage({ dataDir });
  expect(await after.limits.blocked('binance:spot')).toEqual({ untilMs: 1_700_259_200_000, why: 'banned' });
  expect(await after.limits.reserveWeight('binance:spot', 28_333_333, 100, 6_000)).toBe(10);
  await after.close();
});

test('answers of models count for what is on the disk', async () => {
  const storage = await server.open();
  const { cassettes } = storage;
  const before = (await storage.status()).bytesOnDisk;
  const key = '0'.repeat(64);
  const request = await cassettes.begin({ key, provider: 'holysheep', sentAtMs: 0, tokens: 700, worstUsd: null });
  // What is random is not compressed.
  await cassettes.settle(request, { usd: null, cassette: { key, body: randomBytes(500_000).toString('hex'), answeredAtMs: 0 } });
  expect((await storage.status()).bytesOnDisk - before).toBeGreaterThan(500_000);
});

test('a funding write that fails half-way leaves nothing behind', async () => {
  const schema = newSchema();
  const storage = await server.open(schema);
  await server.query(`alter table ${schema}.funding_rate add check (time_ms < 5500)`);
  const contract = { exchange: 'binance', market: 'um', symbol: 'BTCUSDT' } as const;
  const timeMs = Float64Array.from({ length: 6_000 }, (_, row) => row);
  const rates = { contract, length: 6_000, timeMs, rate: timeMs.map((time) => time / 1e8), markPrice: timeMs.map(() => NaN) };
  await expect(storage.funding.writeFunding(rates, { source: 'rest' })).rejects.toThrow('violates check constraint');
  expect(await storage.funding.funding(contract)).toMatchObject({ length: 0 });
});
