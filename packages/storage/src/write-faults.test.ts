import { afterAll, describe, expect, jest, test } from '@jest/globals';
import { type CandleBatch, countMissing, type Series, sliceBatch } from '@wick/core';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { startAnswerSwallower } from '../testing/answer-swallower.ts';
import { at, BTC_1M, plain, regularBatch } from '../testing/batches.ts';
import { testFolders } from '../testing/folders.ts';
import { serverPid } from '../testing/processes.ts';
import { newSchema } from '../testing/test-server.ts';
import { concatBatches } from './candles/empty-batch.ts';
import { openEmbeddedServer, stopEmbeddedServer } from './embedded/embedded-server.ts';
import { openStorage, openStorageIn, type Storage } from './storage.ts';

jest.setTimeout(120_000);

const folders = testFolders();
afterAll(() => folders.remove());

const FROM_MS = at('2024-01-31T20:00');

async function stored(storage: Storage, series: Series = BTC_1M): Promise<CandleBatch> {
  const batches: CandleBatch[] = [];
  for await (const batch of storage.candles.candles(series)) batches.push(batch);
  return concatBatches(series, batches);
}

/** What is stored is the beginning of the truth, and the ledger and the newest revision say exactly that. */
async function expectConsistent(storage: Storage, truth: CandleBatch, atLeast: number): Promise<number> {
  const candles = await stored(storage, truth.series);
  expect(candles.length).toBeGreaterThanOrEqual(atLeast);
  expect(plain(candles)).toEqual(plain(sliceBatch(truth, 0, candles.length)));
  const coverage = await storage.candles.coverage(truth.series);
  const last = candles.openTimeMs.at(-1) ?? null;
  expect(coverage).toMatchObject({ candles: candles.length, lastOpenTimeMs: last, missing: countMissing(coverage.gaps), gaps: [] });
  const revisions = await storage.revisions.list(truth.series);
  expect(revisions.reduce((sum, { added }) => sum + added, 0)).toBe(candles.length);
  return candles.length;
}

describe('the answer of a commit is lost', () => {
  test('writing again, which is all that a caller can do, leaves every candle once, one revision, and the right coverage', async () => {
    const server = await openEmbeddedServer(folders.create(), { transport: 'tcp' });
    const { port, password } = await server.clientConfig();
    const proxy = await startAnswerSwallower(port!);
    const databaseUrl = `postgres://wick:${encodeURIComponent(String(password))}@127.0.0.1:${proxy.port}/postgres`;
    const storage = await openStorageIn(newSchema(), { databaseUrl });
    const batch = regularBatch(900, FROM_MS);
    for (const [start, end] of [[0, 3], [3, 600], [600, 601], [400, 900]] as const) {
      const piece = sliceBatch(batch, start, end);
      proxy.loseNextCommit();
      await expect(storage.candles.write(piece, 'test')).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
      expect(await storage.candles.write(piece, 'test')).toEqual({ received: end - start, added: 0, unchanged: end - start, revised: 0 });
      await expectConsistent(storage, sliceBatch(batch, 0, end), end);
    }
    expect(proxy.lost).toBe(4);
    const both = [sliceBatch(batch, 0, 5), sliceBatch(batch, 5, 9)].map((piece, i) => ({ ...piece, series: { ...BTC_1M, symbol: `ALL${i}` } }));
    proxy.loseNextCommit();
    await expect(storage.candles.writeAll(both, 'live')).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
    expect((await storage.candles.writeAll(both, 'live')).map(({ unchanged }) => unchanged)).toEqual([5, 4]);
    await storage.close();
    await proxy.close();
    await server.close();
  });
});

describe('the server is stopped with immediate', () => {
  test('in the middle of writes: nothing that was acknowledged is lost, and the ledger agrees with the candles', async () => {
    const dataDir = await folders.createWithDatabase();
    const storage = await openStorage({ dataDir });
    const truth = ['BTCUSDT', 'ETHUSDT'].map((symbol) => {
      const batch = regularBatch(5_000, FROM_MS);
      return { ...batch, series: { ...BTC_1M, symbol } };
    });
    let acknowledged = 0;
    for (const [round, stopAfter] of [4, 11, 7].entries()) {
      const pid = serverPid(dataDir)!;
      let writes = 0;
      let refusal: unknown;
      while (refusal === undefined) {
        // Rows, rows of two months, and blocks in turn.
        const end = acknowledged + [1, 5, 300][(writes + round) % 3]!;
        const write = storage.candles.writeAll(truth.map((batch) => sliceBatch(batch, acknowledged, end)), 'live');
        // SIGQUIT is what "pg_ctl stop -m immediate" sends: no goodbyes, no checkpoint.
        if (++writes === stopAfter) process.kill(pid, 'SIGQUIT');
        await write.then(() => (acknowledged = end), (error: unknown) => (refusal = error));
      }
      expect(refusal).toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
      const counts = await Promise.all(truth.map((batch) => again(() => expectConsistent(storage, batch, acknowledged))));
      // Both series were written at once, so both or none have what was not acknowledged.
      expect(counts[1]).toBe(counts[0]);
      acknowledged = counts[0]!;
    }
    await storage.close();
  });
});

/** Asks until the server that is brought back answers. */
async function again<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    const outcome = await ask().then((value) => ({ value }), (error: unknown) => ({ error }));
    if ('value' in outcome) return outcome.value;
    if ((outcome.error as { code?: string }).code !== 'DATABASE_UNAVAILABLE') throw outcome.error;
  }
}

describe('two processes write the same series at once', () => {
  const script = fileURLToPath(new URL('../testing/write-minutes.ts', import.meta.url));
  const run = async (...words: string[]): Promise<string> => {
    const child = spawn(process.execPath, ['--conditions=@wick/source', script, ...words], { env: { PATH: process.env['PATH'] }, stdio: ['ignore', 'ignore', 'pipe'] });
    let stderr = '';
    child.stderr.on('data', (text) => (stderr += text));
    const [code] = (await once(child, 'close')) as [number | null];
    return code === 0 ? '' : stderr;
  };

  test('forwards and backwards, in pieces of their own: neither fails, and every candle is there once', async () => {
    const dataDir = await folders.createWithDatabase();
    const failures = await Promise.all([
      run(dataDir, String(FROM_MS), '700', '35', 'forward'),
      run(dataDir, String(FROM_MS), '700', '60', 'backward'),
    ]);
    expect(failures).toEqual(['', '']);
    const storage = await openStorage({ dataDir });
    for (const symbol of ['BTCUSDT', 'ETHUSDT']) {
      const truth = regularBatch(700, FROM_MS);
      await expectConsistent(storage, { ...truth, series: { ...BTC_1M, symbol } }, 700);
    }
    await storage.close();
  });
});

describe('the disk is full', () => {
  test('a write says so, what was acknowledged stays, and writing goes on when there is room', async () => {
    const outcome = await onSmallDisk(join(folders.create(), 'disk'), fillDisk);
    if (outcome !== 'tried') console.warn(`The full disk was not tried: ${outcome}`);
    expect(outcome).toMatch(/^tried$|^only root|could not be mounted/);
  });
});

/** @returns `tried`, or why it was not: nothing else here needs a mount */
async function onSmallDisk(folder: string, work: (folder: string) => Promise<void>): Promise<string> {
  mkdirSync(folder, { mode: 0o755 });
  const unmountable = mountSmallDisk(folder);
  if (unmountable !== undefined) return unmountable;
  try {
    await work(folder);
    return 'tried';
  } finally {
    await stopEmbeddedServer(join(folder, 'data'));
    execFileSync('umount', [folder]);
  }
}

/** @returns why not, undefined if it is mounted */
function mountSmallDisk(folder: string): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'only root of a Linux may mount a small disk.';
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=150m', 'tmpfs', folder], { stdio: 'pipe' });
    return undefined;
  } catch (error) {
    return `a small disk could not be mounted: ${String((error as { stderr?: unknown }).stderr).trim()}`;
  }
}

/** So much is left when writing begins. */
const FREE_BYTES = 3_000_000;

async function fillDisk(disk: string): Promise<void> {
  const [dataDir, ballast] = [join(disk, 'data'), join(disk, 'ballast')];
  mkdirSync(dataDir);
  const storage = await openStorage({ dataDir });
  const { bavail, bsize } = statfsSync(dataDir);
  writeFileSync(ballast, Buffer.alloc(bavail * bsize - FREE_BYTES));
  const truth = regularBatch(200_000, FROM_MS);
  let acknowledged = 0;
  let refusal: unknown;
  while (refusal === undefined && acknowledged < truth.length) {
    const piece = sliceBatch(truth, acknowledged, Math.min(truth.length, acknowledged + 255));
    await storage.candles.write(piece, 'live').then(() => (acknowledged += piece.length), (error: unknown) => (refusal = error));
  }
  expect(['DISK_UNWRITABLE', 'DATABASE_UNAVAILABLE']).toContain((refusal as { code?: string }).code);
  rmSync(ballast);
  const kept = await again(() => expectConsistent(storage, truth, acknowledged));
  await again(() => storage.candles.write(sliceBatch(truth, kept, kept + 255), 'live'));
  await expectConsistent(storage, truth, kept + 255);
  await storage.close();
}
