import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createServer } from 'node:net';
import { inspect } from 'node:util';
import { regularBatch } from '../../testing/batches.ts';
import { testFolders } from '../../testing/folders.ts';
import { newSchema } from '../../testing/test-server.ts';
import { type EmbeddedServer, openEmbeddedServer } from '../embedded/embedded-server.ts';
import { freePort } from '../embedded/server-address.ts';
import { openStorage, openStorageIn } from '../storage.ts';

// An embedded server that listens on a port behind a password stands for the server of a team.
const folders = testFolders();
let server: EmbeddedServer;
let port: number;
let realPassword: string;
beforeAll(async () => {
  server = await openEmbeddedServer(folders.create(), { transport: 'tcp' });
  const config = await server.clientConfig();
  port = config.port!;
  realPassword = String(config.password);
});
afterAll(async () => {
  await server.close();
  await folders.remove();
});

const SECRET = 'p@ss/word#1';

const url = ({ password = SECRET, at = port, database = 'postgres' } = {}): string =>
  `postgres://wick:${encodeURIComponent(password)}@127.0.0.1:${at}/${database}`;

/** Everything that anybody could print of an error, its causes included. */
const printed = (error: unknown): string => inspect(error, { depth: 10, showHidden: true }) + JSON.stringify(error);

async function failureOf(databaseUrl: string): Promise<Record<string, unknown>> {
  const outcome = await openStorage({ databaseUrl }).catch((error: unknown) => error);
  expect(printed(outcome)).not.toContain(SECRET);
  expect(printed(outcome)).not.toContain(encodeURIComponent(SECRET));
  return outcome as Record<string, unknown>;
}

describe('a server given by a URL', () => {
  test('holds candles, and is named without its password', async () => {
    const storage = await openStorageIn(newSchema(), { databaseUrl: url({ password: realPassword }) });
    await storage.candles.write(regularBatch(300, 0), 'test');
    const status = await storage.status();
    expect(status).toMatchObject({
      kind: 'external',
      serverVersion: expect.stringMatching(/^\d+\.\d+/),
      location: `wick@127.0.0.1:${port}/postgres`,
      appliedMigrations: ['0001-candles', '0002-revisions', '0003-ledgers', '0004-cassettes'],
      pendingMigrations: [],
      candles: 300,
      series: 1,
    });
    expect(status.bytesOnDisk).toBeGreaterThan(5000);
    expect(JSON.stringify(status)).not.toContain(realPassword);
    expect(await storage.migrate()).toEqual([]);
    await storage.close();
  });

  test('that refuses the password', async () => {
    const location = `wick@127.0.0.1:${port}/postgres`;
    expect(await failureOf(url())).toMatchObject({
      code: 'DATABASE_UNAVAILABLE',
      message: `The database at ${location} cannot be used: it refused the user name or password.`,
    });
  });

  test('that has no such database', async () => {
    const databaseUrl = url({ password: realPassword, database: 'nowhere' });
    expect(await failureOf(databaseUrl)).toMatchObject({
      code: 'DATABASE_UNAVAILABLE',
      message: expect.stringContaining('the database does not exist'),
    });
  });

  test('that does not run', async () => {
    expect(await failureOf(url({ at: await freePort() }))).toMatchObject({
      code: 'DATABASE_UNAVAILABLE',
      message: expect.stringContaining('it cannot be reached (ECONNREFUSED)'),
    });
  });

  test('that is no PostgreSQL, and hangs up', async () => {
    const other = createServer((socket) => socket.end()).listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port: at } = other.address() as { port: number };
    expect(await failureOf(url({ at }))).toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
    other.close();
  });

  test.each([
    `mysql://user:${encodeURIComponent(SECRET)}@host/db`,
    `postgres://user:${SECRET}@[::1/db`,
    `not a url ${SECRET}`,
  ])('that is written in a way nobody can read: case %#', async (databaseUrl) => {
    const message = 'The database URL cannot be read.';
    expect(await failureOf(databaseUrl)).toMatchObject({ code: 'DATABASE_UNAVAILABLE', message });
  });
});
