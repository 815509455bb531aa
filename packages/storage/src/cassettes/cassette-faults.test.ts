import { afterAll, expect, jest, test } from '@jest/globals';
import type { PaidRequest } from '@wick/core';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { startAnswerSwallower } from '../../testing/answer-swallower.ts';
import { testFolders } from '../../testing/folders.ts';
import { serverPid } from '../../testing/processes.ts';
import { newSchema } from '../../testing/test-server.ts';
import { openEmbeddedServer, stopEmbeddedServer } from '../embedded/embedded-server.ts';
import { openStorage, openStorageIn } from '../storage.ts';

jest.setTimeout(120_000);

const folders = testFolders();
afterAll(() => folders.remove());

const keyOf = (text: string): string => createHash('sha256').update(text).digest('hex');
const requestFor = (key: string): PaidRequest => ({ key, provider: 'holysheep', sentAtMs: 1_714_564_800_000, tokens: 700, worstUsd: 0.5 });
const answerTo = (key: string) => ({ usd: 0.25, cassette: { key, body: `{"to":"${key}"}`, answeredAtMs: 1_714_564_801_000 } });

/** Tries until the server that is brought back takes it. */
async function again<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    const outcome = await work().then((value) => ({ value }), (error: unknown) => ({ error }));
    if ('value' in outcome) return outcome.value;
    if ((outcome.error as { code?: string }).code !== 'DATABASE_UNAVAILABLE') throw outcome.error;
  }
}

test('a process is killed between asking and the answer: what it asked counts at its worst, and can be asked again', async () => {
  const dataDir = await folders.createWithDatabase();
  const keys = ['a', 'b', 'c'].map(keyOf);
  const script = fileURLToPath(new URL('../../testing/ask-and-die.ts', import.meta.url));
  const child = spawn(process.execPath, ['--conditions=@wick/source', script, dataDir, keys.join(',')], { env: { PATH: process.env['PATH'] } });
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'close');

  const storage = await openStorage({ dataDir });
  const { cassettes } = storage;
  expect(await cassettes.spending(keys)).toEqual({ requests: 3, settledUsd: 0, unsettled: 3, unsettledUsd: 1.5 });
  expect(await cassettes.cassettes(keys)).toEqual(new Map());
  await cassettes.settle(await cassettes.begin(requestFor(keys[0]!)), answerTo(keys[0]!));
  expect(await cassettes.spending(keys)).toEqual({ requests: 4, settledUsd: 0.25, unsettled: 3, unsettledUsd: 1.5 });
  await storage.close();
});

test('the server is stopped with immediate between asking and the answer: the request is still entered, and is settled when the server is back', async () => {
  const dataDir = await folders.createWithDatabase();
  const storage = await openStorage({ dataDir });
  const { cassettes } = storage;
  const [key, other] = [keyOf('asked'), keyOf('answered')];
  await cassettes.settle(await cassettes.begin(requestFor(other)), answerTo(other));
  const request = await cassettes.begin(requestFor(key));
  // SIGQUIT is what "pg_ctl stop -m immediate" sends: no goodbyes, no checkpoint.
  process.kill(serverPid(dataDir)!, 'SIGQUIT');
  await again(() => cassettes.settle(request, answerTo(key)));
  expect(await cassettes.spending([key, other])).toEqual({ requests: 2, settledUsd: 0.5, unsettled: 0, unsettledUsd: 0 });
  const kept = await cassettes.cassettes([key, other]);
  for (const each of [key, other]) expect(kept.get(each)).toEqual({ ...answerTo(each).cassette, usd: 0.25 });
  await storage.close();
});

test('the server is stopped for good before the answer: nothing is kept of it, and it counts at its worst after a restart', async () => {
  const dataDir = await folders.createWithDatabase();
  const before = await openStorage({ dataDir });
  const key = keyOf('never settled');
  await before.cassettes.begin(requestFor(key));
  await before.close();
  await stopEmbeddedServer(dataDir);

  const after = await openStorage({ dataDir });
  expect(await after.cassettes.spending([key])).toEqual({ requests: 1, settledUsd: 0, unsettled: 1, unsettledUsd: 0.5 });
  expect(await after.cassettes.recentRequests('holysheep', 0)).toEqual([{ sentAtMs: 1_714_564_800_000, tokens: 700 }]);
  await after.close();
});

test('the server says that an answer is stored and nobody hears it: settling again neither pays twice nor changes it', async () => {
  const server = await openEmbeddedServer(folders.create(), { transport: 'tcp' });
  const { port, password } = await server.clientConfig();
  const proxy = await startAnswerSwallower(port!);
  const databaseUrl = `postgres://wick:${encodeURIComponent(String(password))}@127.0.0.1:${proxy.port}/postgres`;
  const storage = await openStorageIn(newSchema(), { databaseUrl });
  const { cassettes } = storage;
  const key = keyOf('unheard');
  const request = await cassettes.begin(requestFor(key));
  proxy.loseNext('with "settled"');
  await expect(cassettes.settle(request, answerTo(key))).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
  expect(proxy.lost).toBe(1);
  await cassettes.settle(request, { ...answerTo(key), usd: 9 });
  expect(await cassettes.spending([key])).toEqual({ requests: 1, settledUsd: 0.25, unsettled: 0, unsettledUsd: 0 });
  expect((await cassettes.cassettes([key])).get(key)).toMatchObject({ body: answerTo(key).cassette.body, usd: 0.25 });

  // A request of which nobody heard that it was entered has never been sent. It counts at its worst all the same.
  proxy.loseNext('insert into');
  await expect(cassettes.begin(requestFor(key))).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
  expect(await cassettes.spending([key])).toMatchObject({ requests: 2, unsettled: 1, unsettledUsd: 0.5 });
  await storage.close();
  await proxy.close();
  await server.close();
});

test('an answer that cannot be stored leaves its request unsettled: both or neither', async () => {
  const schema = newSchema();
  const server = await openEmbeddedServer(folders.create(), { transport: 'tcp' });
  const { port, password } = await server.clientConfig();
  const databaseUrl = `postgres://wick:${encodeURIComponent(String(password))}@127.0.0.1:${port}/postgres`;
  const storage = await openStorageIn(schema, { databaseUrl });
  const key = keyOf('refused');
  const request = await storage.cassettes.begin(requestFor(key));
  const raw = { usd: 0.25, cassette: { key, body: '"\0"', answeredAtMs: 1 } };
  await expect(storage.cassettes.settle(request, raw)).rejects.toThrow('invalid byte sequence');
  expect(await storage.cassettes.spending([key])).toEqual({ requests: 1, settledUsd: 0, unsettled: 1, unsettledUsd: 0.5 });
  expect(await storage.cassettes.cassettes([key])).toEqual(new Map());
  await storage.close();
  await server.close();
});
