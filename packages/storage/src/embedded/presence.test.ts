import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, expect, test } from '@jest/globals';
import { testFolders } from '../../testing/folders.ts';
import { openEmbeddedServer, stopEmbeddedServer } from './embedded-server.ts';
import { joinServer, type Presence } from './presence.ts';

const folders = testFolders();
afterAll(() => folders.remove());

const join = async (config: object): Promise<Presence> => {
  const joined = await joinServer(config);
  if (joined === 'absent' || joined === 'busy') throw new Error(`the server is ${joined}`);
  return joined;
};

test('only the last one to leave may stop the server, and nobody can join while they do', async () => {
  const dataDir = await folders.createWithDatabase();
  const server = await openEmbeddedServer(dataDir);
  const config = await server.clientConfig();
  const [second, third] = [await join(config), await join(config)];
  await server.close();
  const events: unknown[] = [];
  await second.leave(async () => {
    events.push('the second stops it');
    return false;
  });
  await third.leave(async () => {
    events.push('the third stops it');
    events.push(await joinServer(config));
    return false;
  });
  expect(events).toEqual(['the third stops it', 'busy']);
  expect(third.isLost()).toBe(true);
  const fourth = await join(config);
  expect(fourth.isLost()).toBe(false);
  await fourth.leave(async () => false);
});

test('whoever stops the server leaves it when it lets nobody in any more, however late it hears of it', async () => {
  const dataDir = await folders.createWithDatabase();
  const server = await openEmbeddedServer(dataDir);
  const config = await server.clientConfig();
  const last = await join(config);
  await server.close();
  let stopped: Promise<boolean> | undefined;
  await last.leave(async () => {
    stopped = delay(200).then(() => stopEmbeddedServer(dataDir));
    return true;
  });
  expect(['absent', 'busy']).toContain(await joinServer(config));
  expect(await stopped).toBe(true);
});

test('where no server is, there is nobody to join', async () => {
  expect(await joinServer({ host: folders.create() })).toBe('absent');
});
