import { afterAll, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { seriesKey, WickError } from '@wick/core';
import { sql } from 'kysely';
import pg from 'pg';
import { regularBatch } from '../../testing/batches.ts';
import { testFolders } from '../../testing/folders.ts';
import { runWriter, serverPid, startWriter } from '../../testing/processes.ts';
import { openDatabase } from '../postgres/database.ts';
import { openStorage, type Storage } from '../storage.ts';
import { openEmbeddedServer, stopEmbeddedServer } from './embedded-server.ts';
import { runServerProgram } from './server-program.ts';
import { canRun, serverUser } from './server-user.ts';

const folders = testFolders();
afterAll(() => folders.remove());

const symbolsIn = async (storage: Storage): Promise<string[]> => (await storage.candles.series()).map(({ symbol }) => symbol);

/** Kills a server and asks until another one answers: connections that broke are noticed by the query that needs them. */
async function killAndAsk(dataDir: string, ask: () => Promise<unknown>): Promise<unknown[]> {
  const killed = serverPid(dataDir)!;
  process.kill(killed, 'SIGKILL');
  const refusals: unknown[] = [];
  for (;;) {
    try {
      await ask();
      if (serverPid(dataDir) !== killed) return refusals;
    } catch (error) {
      refusals.push(error);
    }
  }
}

/** Waits until a server that was told to stop has done so. */
const ended = (dataDir: string): Promise<boolean> => stopEmbeddedServer(dataDir);

describe('an embedded server', () => {
  test('is shared by all who open it, and stops when the last one leaves', async () => {
    const dataDir = await folders.createWithDatabase();
    const first = await openStorage({ dataDir });
    const pid = serverPid(dataDir);
    const second = await openStorage({ dataDir });
    expect(serverPid(dataDir)).toBe(pid);
    await first.close();
    expect(await second.candles.series()).toEqual([]);
    await second.close();
    await ended(dataDir);
    expect(serverPid(dataDir)).toBeUndefined();
    expect(await stopEmbeddedServer(dataDir)).toBe(false);
  });

  test('may be opened again while it still stops, and keeps what was written', async () => {
    const dataDir = await folders.createWithDatabase();
    const batch = regularBatch(10, 0);
    for (let round = 0; round < 5; round++) {
      const storage = await openStorage({ dataDir });
      expect(await storage.candles.write(batch, 'test')).toMatchObject({ added: round === 0 ? 10 : 0 });
      await storage.close();
      await storage.close();
    }
  });

  test('is created, started and stopped by several processes at once without any of them noticing', async () => {
    const dataDir = join(folders.create(), 'new');
    const symbols = [['A1', 'A2', 'A3'], ['B1', 'B2'], ['C1', 'C2']];
    expect(await Promise.all(symbols.map((some) => runWriter(dataDir, some)))).toEqual(['', '', '']);
    await ended(dataDir);
    expect(serverPid(dataDir)).toBeUndefined();
    const storage = await openStorage({ dataDir });
    expect(await symbolsIn(storage)).toEqual(symbols.flat());
    await storage.close();
    expect(readdirSync(join(dataDir, 'postgres-18')).sort()).toEqual(['data', 'server.log']);
    await ended(dataDir);
  });

  test('that was killed is brought back for those who have it open, and has lost nothing acknowledged', async () => {
    const dataDir = await folders.createWithDatabase();
    const storage = await openStorage({ dataDir });
    const batch = regularBatch(2000, 0);
    await storage.candles.write(batch, 'test');
    const refusals = await killAndAsk(dataDir, async () => {
      expect(await storage.candles.coverage(batch.series)).toMatchObject({ candles: 2000, missing: 0 });
    });
    expect(refusals.filter((refusal) => !(refusal instanceof WickError && refusal.code === 'DATABASE_UNAVAILABLE'))).toEqual([]);
    await storage.close();
    await ended(dataDir);
    expect(serverPid(dataDir)).toBeUndefined();
  });

  test('outlives a process that is killed, and serves the next one', async () => {
    const dataDir = await folders.createWithDatabase();
    const child = startWriter(dataDir, ['KILLED'], true);
    await once(child.stdout!, 'data');
    const pid = serverPid(dataDir);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const storage = await openStorage({ dataDir });
    expect(serverPid(dataDir)).toBe(pid);
    expect(await symbolsIn(storage)).toEqual(['KILLED']);
    await storage.close();
    await ended(dataDir);
    expect(serverPid(dataDir)).toBeUndefined();
  });

  test('is left running for a client that is not wick, until somebody says stop', async () => {
    const dataDir = await folders.createWithDatabase();
    const server = await openEmbeddedServer(dataDir);
    const psql = new pg.Client({ ...(await server.clientConfig()), application_name: 'psql' });
    psql.on('error', () => undefined);
    await psql.connect();
    await server.close();
    expect((await psql.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    expect(await stopEmbeddedServer(dataDir)).toBe(true);
    await psql.end().catch(() => undefined);
  });

  test.each([
    ['a path too long for a socket', 'x'.repeat(120)],
    ['spaces, quotes and letters of all kinds', `it's "my" data, größer than 币`],
  ])('works in a folder with %s', async (_, name) => {
    const dataDir = await folders.createWithDatabase(name);
    const storage = await openStorage({ dataDir });
    await storage.candles.write(regularBatch(1, 0), 'test');
    expect(await symbolsIn(storage)).toEqual(['BTCUSDT']);
    expect(await storage.status()).toMatchObject({ kind: 'embedded', location: join(dataDir, 'postgres-18') });
    await storage.close();
    await ended(dataDir);
  });

  test('listens on a loopback port behind a password where there are no sockets', async () => {
    const dataDir = folders.create();
    const first = await openEmbeddedServer(dataDir, { transport: 'tcp' });
    const second = await openEmbeddedServer(dataDir, { transport: 'tcp' });
    const config = await first.clientConfig();
    expect(await second.clientConfig()).toEqual(config);
    expect(config).toMatchObject({ host: '127.0.0.1', password: expect.stringMatching(/^[\w-]{32}$/) });
    const stranger = new pg.Client({ ...config, password: 'guess' });
    await expect(stranger.connect()).rejects.toThrow('password authentication failed');
    const db = openDatabase(() => second.clientConfig(), 'anywhere');
    await killAndAsk(dataDir, () => sql`select 1 as one`.execute(db));
    expect((await second.clientConfig()).port).not.toBe(config.port);
    await db.destroy();
    await first.close();
    await second.close();
    await ended(dataDir);
  });
});

const isRoot = process.getuid?.() === 0;
/** Somebody who is not root and can run this test's programs; undefined if that cannot be had. */
function ordinaryUser(): { uid: number; gid: number } | undefined {
  if (!isRoot) return undefined;
  const user = serverUser('/nowhere');
  if (user && canRun(process.execPath, user)) return user;
  console.warn('Not run as another user: this takes root, and programs that everybody may run.');
  return undefined;
}

describe('whoever opens it', () => {
  test('root lends it to a user without privileges, even below a folder that only root may enter', async () => {
    if (!isRoot) return;
    const dataDir = await folders.createWithDatabase();
    const hidden = dirname(dataDir);
    chmodSync(hidden, 0o700);
    expect(await runWriter(dataDir, ['ROOT'])).toBe('');
    expect(statSync(join(dataDir, 'postgres-18', 'data')).uid).toBe(serverUser('/nowhere')!.uid);
    expect(statSync(hidden)).toMatchObject({ uid: 0, mode: 0o40700 });
    await ended(dataDir);
  });

  test('an ordinary user runs it as themselves', async () => {
    const user = ordinaryUser();
    if (!user) return;
    const dataDir = await folders.createWithDatabase();
    execFileSync('chown', ['-R', `${user.uid}:${user.gid}`, dirname(dataDir)]);
    expect(await runWriter(dataDir, ['USER'], user)).toBe('');
    const storage = await openStorage({ dataDir });
    expect(await symbolsIn(storage)).toEqual(['USER']);
    await storage.close();
    await ended(dataDir);
  });

  test('a folder that may not be written is named, with what to do', async () => {
    const user = ordinaryUser();
    if (isRoot && !user) return;
    const dataDir = folders.create();
    chmodSync(dataDir, 0o555);
    const complaint = await runWriter(dataDir, ['X'], user);
    expect(complaint).toContain(`code: 'DISK_UNWRITABLE'`);
    expect(complaint).toContain(dataDir);
  });

  test('a file in the place of the folder is named too', async () => {
    const file = join(folders.create(), 'file');
    writeFileSync(file, '');
    await expect(openStorage({ dataDir: join(file, 'data') })).rejects.toMatchObject({
      code: 'DISK_UNWRITABLE',
      message: expect.stringContaining(file),
    });
  });
});

test('what is broken in the data folder is told with the server\'s own words', async () => {
  const dataDir = folders.create();
  const data = join(dataDir, 'postgres-18', 'data');
  mkdirSync(data, { recursive: true });
  writeFileSync(join(data, 'PG_VERSION'), '9\n');
  await expect(openStorage({ dataDir })).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
  expect(existsSync(data)).toBe(true);
});

test('programs that the system does not let run are named', async () => {
  const nowhere = { folder: folders.create(), binaries: '/nowhere', user: undefined, transport: 'socket' } as const;
  await expect(runServerProgram(nowhere, 'initdb', () => [])).rejects.toMatchObject({
    code: 'DATABASE_UNAVAILABLE',
    message: `PostgreSQL's program initdb in /nowhere cannot be run: spawn /nowhere/bin/initdb ENOENT.`,
  });
});

test('processes that write the same series at once lose nothing', async () => {
  const dataDir = await folders.createWithDatabase();
  const storage = await openStorage({ dataDir });
  expect(await Promise.all([runWriter(dataDir, ['SAME', 'SAME']), runWriter(dataDir, ['SAME', 'SAME'])])).toEqual(['', '']);
  expect((await storage.candles.series()).map(seriesKey)).toEqual(['binance:spot:SAME:1m']);
  await storage.close();
});
