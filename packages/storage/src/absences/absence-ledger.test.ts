import { afterAll, beforeAll } from '@jest/globals';
import { absenceLedgerContract } from '@wick/testkit/contracts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

absenceLedgerContract('PostgreSQL', async () => {
  const storage = await server.open();
  return { ledger: storage.absences, close: () => storage.close() };
});
