import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import {
  chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, truncateSync, utimesSync, writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CandleBatch, type Column, COLUMNS, type Frame, sliceBatch } from '@wick/core';
import fc from 'fast-check';
import { anyBatch, at, BTC_1M, regularBatch } from '../../testing/batches.ts';
import { type OpenOptions, newSchema, startTestServer, type TestServer } from '../../testing/test-server.ts';
import type { DecodedColumns } from '../block/block-to-batch.ts';
import type { Storage } from '../storage.ts';
import { clearCache, ColumnCache, readCacheStatus } from './column-cache.ts';

let server: TestServer;
const folders: string[] = [];
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(async () => {
  await server.close();
  for (const folder of folders) rmSync(folder, { recursive: true });
});

const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'wick-test-cache-'));
  folders.push(folder);
  return folder;
};

const filesOf = (folder: string): string[] => readdirSync(folder).sort().map((name) => join(folder, name));

/** All that a frame says, to the bit. */
const bits = ({ series, length, gaps, openTimeMs, columns }: Frame): unknown => ({
  series, length, gaps,
  columns: Object.entries({ openTimeMs, ...columns }).map(([name, values]) => [
    name, Buffer.from(new Uint8Array(values.buffer, values.byteOffset, values.byteLength)).toString('hex'),
  ]),
});

interface Both {
  readonly plain: Storage;
  readonly folder: string;
  /** A storage that has the cache. */
  cached(more?: OpenOptions): Promise<Storage>;
  /** The frame that one gives which is opened for it; when it is closed again, the files are written. */
  read(columns?: readonly Column[], more?: OpenOptions): Promise<unknown>;
  /** The frame without the cache. */
  expected(): Promise<unknown>;
}

/** One schema, with the cache and without. */
async function openBoth(batch?: CandleBatch, folder = newFolder()): Promise<Both> {
  const schema = newSchema();
  const plain = await server.open(schema);
  if (batch) await plain.candles.write(batch, 'test');
  const cached = (more: OpenOptions = {}): Promise<Storage> => server.open(schema, { cacheDir: folder, leastCandles: 0, ...more });
  return {
    plain,
    folder,
    cached,
    async read(columns = [], more = {}) {
      const storage = await cached(more);
      const frame = bits(await storage.candles.frame(BTC_1M, {}, columns));
      await storage.close();
      return frame;
    },
    expected: async () => bits(await plain.candles.frame(BTC_1M)),
  };
}

const twoMonths = regularBatch(1500, at('2024-01-31T12:00'));

describe('a frame through the cache has the bits of one without', () => {
  test('after any writes, in any range, with any columns', async () => {
    const both = await openBoth();
    const { plain } = both;
    const storage = await both.cached();
    let run = 0;
    const write = fc.record({ from: fc.nat(50), length: fc.integer({ min: 1, max: 400 }), seed: fc.nat(3), seal: fc.boolean() });
    const read = fc.record({ from: fc.nat(900), length: fc.nat(900), columns: fc.subarray([...COLUMNS]) });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(write, read), { minLength: 1, maxLength: 8 }), async (steps) => {
        const series = { ...BTC_1M, symbol: `ANY${run++}` };
        const start = at('2024-01-31T18:00');
        for (const [{ from, length, seed, seal }, { columns, ...range }] of steps) {
          await storage.candles.write(regularBatch(length, start + from * 600_000, { series, seed }), 'test');
          if (seal) await storage.seal(Infinity);
          const wanted = { fromMs: start + range.from * 60_000, toMs: start + (range.from + range.length) * 60_000 };
          for (const asked of [wanted, {}]) {
            const expected = bits(await plain.candles.frame(series, asked, columns));
            expect(bits(await storage.candles.frame(series, asked, columns))).toEqual(expected);
            expect(bits(await storage.candles.frame(series, asked, columns))).toEqual(expected);
          }
        }
      }),
      { numRuns: 20 },
    );
  });

  test('with any values, gaps and unknown ones', async () => {
    const both = await openBoth();
    const { plain } = both;
    const storage = await both.cached();
    let run = 0;
    await fc.assert(
      fc.asyncProperty(anyBatch(BTC_1M, 60), async (batch) => {
        const series = { ...BTC_1M, symbol: `ANY${run++}` };
        await plain.candles.write({ ...batch, series }, 'test');
        await plain.seal(Infinity);
        const expected = bits(await plain.candles.frame(series, {}, COLUMNS));
        for (let time = 0; time < 3; time++) expect(bits(await storage.candles.frame(series, {}, COLUMNS))).toEqual(expected);
      }),
      { numRuns: 15 },
    );
  });

  test('and shares its memory with threads', async () => {
    const both = await openBoth(twoMonths);
    await both.read();
    const { openTimeMs, columns } = await (await both.cached()).candles.frame(BTC_1M);
    for (const values of [openTimeMs, ...Object.values(columns)]) expect(values.buffer).toBeInstanceOf(SharedArrayBuffer);
  });
});

test('what is cached is read from its files: where the database has lost the bytes, the frame still comes', async () => {
  const schema = newSchema();
  const cacheDir = newFolder();
  const storage = await server.open(schema, { cacheDir, leastCandles: 0 });
  await storage.candles.write(twoMonths, 'test');
  const expected = bits(await storage.candles.frame(BTC_1M));
  await storage.close();
  expect(readdirSync(cacheDir)).toHaveLength(2);
  await server.query(`update ${schema}.candle_block set prices = ''`);
  const again = await server.open(schema, { cacheDir, leastCandles: 0 });
  expect(bits(await again.candles.frame(BTC_1M))).toEqual(expected);
  await clearCache(cacheDir);
  await expect(again.candles.frame(BTC_1M)).rejects.toThrow('are damaged');
});

describe('a file that is not what was written is removed, and the candles come from the database', () => {
  test('with any one bit of it flipped', async () => {
    const folder = newFolder();
    const batch = regularBatch(300, at('2024-01-01T00:00'));
    const newColumns = (): DecodedColumns => ({ openTimeMs: new Float64Array(300), columns: { close: new Float64Array(300), trades: new Float64Array(300) } });
    const key = { contentSha256: Buffer.alloc(32, 7), candles: 300, columns: ['close', 'trades'] } as const;
    const cache = new ColumnCache({ folder, leastCandles: 0 });
    cache.keep([{ ...key, out: batch }]);
    await cache.close();
    const [path] = filesOf(folder) as [string];
    const whole = readFileSync(path);
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.nat(8 * 64 - 1), fc.nat(8 * whole.length - 1)), async (bit) => {
        const bytes = Buffer.from(whole);
        bytes[bit >>> 3]! ^= 1 << (bit & 7);
        writeFileSync(path, bytes);
        expect(await cache.read([{ ...key, out: newColumns() }])).toHaveLength(1);
        expect(existsSync(path)).toBe(false);
      }),
      { numRuns: 400 },
    );
    writeFileSync(path, whole);
    const out = newColumns();
    expect(await cache.read([{ ...key, out }])).toEqual([]);
    expect(out).toEqual({ openTimeMs: batch.openTimeMs, columns: { close: batch.columns.close, trades: batch.columns.trades } });
  });

  test.each([
    ['with a byte changed', (path: string) => writeFileSync(path, readFileSync(path).fill(1, 5000, 5001))],
    ['cut short', (path: string) => truncateSync(path, 1000)],
    ['empty', (path: string) => truncateSync(path, 0)],
    ['too long', (path: string) => writeFileSync(path, Buffer.concat([readFileSync(path), Buffer.alloc(8)]))],
  ])('%s', async (_, damage) => {
    const both = await openBoth(regularBatch(300, at('2024-01-01T00:00')));
    const expected = await both.expected();
    await both.read();
    const [path] = filesOf(both.folder) as [string];
    const whole = readFileSync(path);
    damage(path);
    expect(await both.read([], { cacheBytes: 0 })).toEqual(expected);
    expect(existsSync(path)).toBe(false);
    await both.read();
    expect(readFileSync(path).equals(whole)).toBe(true);
  });

  test('under the name of another block of the same size', async () => {
    const both = await openBoth(regularBatch(1440, at('2024-01-31T12:00')));
    const expected = await both.expected();
    await both.read();
    const [first, second] = filesOf(both.folder) as [string, string];
    renameSync(first, second);
    expect(await both.read()).toEqual(expected);
  });
});

describe('where nothing can be kept, nothing is, and nobody notices', () => {
  test('the folder is a file', async () => {
    const file = join(newFolder(), 'file');
    writeFileSync(file, 'mine');
    const both = await openBoth(twoMonths, file);
    await both.read();
    expect(await both.read()).toEqual(await both.expected());
    expect(readFileSync(file, 'utf8')).toBe('mine');
  });

  test('the folder leads nowhere', async () => {
    const link = join(newFolder(), 'link');
    symlinkSync(join(link, 'nowhere'), link);
    expect(await (await openBoth(twoMonths, link)).read()).toBeDefined();
  });

  test('the disk becomes full in the middle of a file', async () => {
    const folder = newFolder();
    const script = fileURLToPath(new URL('../../testing/write-cache-file.ts', import.meta.url));
    // A process that may write files of 4 or 8 kB meets what one on a full disk does: a write that fails.
    const shell = `ulimit -f 8; exec "$0" --conditions=@wick/source "$1" "$2"`;
    const run = (limited: string): string =>
      execFileSync('sh', ['-c', limited, process.execPath, script, folder], { encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } });
    expect(run(shell)).toBe('done\n');
    expect(readdirSync(folder)).toEqual([]);
    expect(run(shell.slice(shell.indexOf('exec')))).toBe('done\n');
    expect(readdirSync(folder)).toHaveLength(1);
  });

  test('the folder is read-only', async () => {
    const both = await openBoth(twoMonths);
    chmodSync(both.folder, 0o500);
    await both.read();
    expect(await both.read()).toEqual(await both.expected());
    chmodSync(both.folder, 0o700);
  });
});

describe('room', () => {
  const bytesOf = (candles: number, columns = 6): number => 64 + candles * columns * 8;

  test('is made by removing what was not used for longest', async () => {
    const both = await openBoth(twoMonths);
    await both.read();
    const [first, second] = filesOf(both.folder) as [string, string];
    expect(statSync(first).size + statSync(second).size).toBe(bytesOf(720) + bytesOf(780));
    utimesSync(first, 1000, 1000);
    utimesSync(second, 2000, 2000);
    const bytes = statSync(second).size + bytesOf(720, 7) + bytesOf(780, 7);
    await both.read(['trades'], { cacheBytes: bytes });
    expect(existsSync(first)).toBe(false);
    expect(existsSync(second)).toBe(true);
    expect(await readCacheStatus(both.folder)).toMatchObject({ files: 3, bytes });
  });

  test('a file that is used is marked, so that it stays', async () => {
    const both = await openBoth(twoMonths);
    await both.read();
    for (const path of filesOf(both.folder)) utimesSync(path, 1000, 1000);
    await both.read();
    for (const path of filesOf(both.folder)) expect(statSync(path).mtimeMs).toBeGreaterThan(1_000_000_000_000);
  });

  test('is not taken by files that a dead process began, nor by small blocks, nor where none is given', async () => {
    const both = await openBoth(twoMonths);
    const abandoned = join(both.folder, 'some.unfinished');
    writeFileSync(abandoned, 'half');
    utimesSync(abandoned, 1000, 1000);
    await both.read([], { leastCandles: 780 });
    expect(filesOf(both.folder).map((path) => statSync(path).size)).toEqual([bytesOf(780)]);
    await both.read(['trades'], { cacheBytes: 0 });
    expect(filesOf(both.folder)).toEqual([]);
  });

  test('is given back by clearing, which leaves the files of others', async () => {
    const both = await openBoth(twoMonths);
    await both.read();
    writeFileSync(join(both.folder, 'notes.txt'), 'mine');
    const bytes = bytesOf(720) + bytesOf(780);
    expect((await (await both.cached()).status()).cache).toEqual({ folder: both.folder, files: 2, bytes });
    expect(await clearCache(both.folder)).toEqual({ folder: both.folder, files: 2, bytes });
    expect(readdirSync(both.folder)).toEqual(['notes.txt']);
    expect(await clearCache(join(both.folder, 'none'))).toMatchObject({ files: 0, bytes: 0 });
  });
});

test('many that fill and read one folder at once agree', async () => {
  const both = await openBoth(twoMonths);
  const expected = await both.expected();
  const storages = await Promise.all(Array.from({ length: 4 }, () => both.cached()));
  const frames = storages.flatMap(({ candles }) => Array.from({ length: 3 }, () => candles.frame(BTC_1M)));
  for (const frame of await Promise.all(frames)) expect(bits(frame)).toEqual(expected);
  await Promise.all(storages.map((storage) => storage.close()));
  expect(readdirSync(both.folder)).toHaveLength(2);
});

test('columns that are changed while they are being written are not believed', async () => {
  const folder = newFolder();
  const batch = regularBatch(300, at('2024-01-01T00:00'));
  const entry = { contentSha256: Buffer.alloc(32, 7), candles: 300, columns: ['close'], out: batch } as const;
  const cache = new ColumnCache({ folder, leastCandles: 0 });
  cache.keep([entry]);
  batch.columns.close[299] = 1;
  await cache.close();
  expect(filesOf(folder)).toHaveLength(1);
  expect(await cache.read([entry])).toEqual([entry]);
});

test('whoever changes the columns that he got changes nothing for others', async () => {
  const both = await openBoth(sliceBatch(twoMonths, 0, 300));
  const expected = await both.expected();
  const storage = await both.cached();
  const first = await storage.candles.frame(BTC_1M);
  first.columns.close.fill(7);
  await storage.close();
  const again = await both.cached();
  const second = await again.candles.frame(BTC_1M);
  expect(bits(second)).toEqual(expected);
  second.columns.close.fill(7);
  expect(bits(await again.candles.frame(BTC_1M))).toEqual(expected);
  expect(await both.read()).toEqual(expected);
});
