import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Candle, candlesToBatch, HOUR_MS } from '@wick/core';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { createWickHome, userEnv, type WickHome } from './testing/wick-home.test-support.ts';

jest.setTimeout(60_000);

const BIN = fileURLToPath(new URL('../bin/wick.mjs', import.meta.url));
const SERIES = { exchange: 'simulated', market: 'spot', symbol: 'BTCUSDT', interval: '1h' } as const;
const exportAll = ['candles', 'export', 'BTCUSDT', '-i', '1h', '--exchange', 'simulated'];

const flatCandle = (openTimeMs: number): Candle => ({
  openTimeMs, closeTimeMs: openTimeMs + HOUR_MS - 1, open: 1, high: 1, low: 1, close: 1, volume: 1, quoteVolume: 1, trades: 1, takerBuyVolume: 1, takerBuyQuoteVolume: 1,
});

let home: WickHome;
beforeAll(async () => {
  home = await createWickHome();
  await home.storage.candles.write(candlesToBatch(SERIES, Array.from({ length: 100_000 }, (_, hour) => flatCandle(hour * HOUR_MS))), 'test');
});
afterAll(() => home.remove());

test('a process tells success, failure and wrong usage by 0, 1 and 2', async () => {
  const ended = await Promise.all([['--version'], ['candles', 'coverage', 'NOPE'], ['candles', 'coverage', '--nope']].map((words) => home.spawn(words)));
  expect(ended.map(({ exitCode }) => exitCode)).toEqual([0, 1, 2]);
  expect(ended.map(({ stderr }) => stderr.split('\n')[0])).toEqual(['', '✗ No candles of NOPE are stored.', "✗ Unknown option '--nope'."]);
});

test('a reader that has seen enough is no failure', async () => {
  const wick = spawn(process.execPath, [BIN, ...exportAll], { env: envOf(home), stdio: ['ignore', 'pipe', 'pipe'] });
  let stderr = '';
  wick.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
  await once(wick.stdout, 'readable');
  wick.stdout.destroy();
  const [exitCode] = (await once(wick, 'close')) as [number];
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
});

/** Where a process cannot become another one, as on Windows, the command runs as a child. */
const WITHOUT_EXECVE = ['--import', 'data:text/javascript,process.execve=undefined'];

test.each([
  ['in place of the starting process', []],
  ['as its child', WITHOUT_EXECVE],
])('SIGTERM ends the work %s, cleans up and leaves nothing half-written', async (_where, nodeOptions) => {
  const wick = spawn(process.execPath, [...nodeOptions, BIN, ...exportAll, '--out', join(home.folder, 'all.csv')], { env: envOf(home), stdio: ['ignore', 'pipe', 'pipe'] });
  let stderr = '';
  wick.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
  // The temporary file is the sign that the work is under way.
  while (!readdirSync(home.folder).some((name) => name.endsWith('.part'))) await new Promise((resolve) => setImmediate(resolve));
  wick.kill('SIGTERM');
  const [exitCode] = (await once(wick, 'close')) as [number];
  expect({ exitCode, stderr: stderr.split('\n')[0] }).toEqual({ exitCode: 143, stderr: '✗ wick was stopped by SIGTERM.' });
  expect(readdirSync(home.folder)).toEqual(['data']);
});

test('an installed package runs its build and not sources', async () => {
  const installed = join(home.folder, 'node_modules', '@wick', 'cli');
  for (const [path, text] of Object.entries({ 'package.json': '{"type":"module"}', 'src/main.ts': "console.log('sources')", 'dist/main.js': "console.log('build')" })) {
    mkdirSync(dirname(join(installed, path)), { recursive: true });
    writeFileSync(join(installed, path), text);
  }
  mkdirSync(join(installed, 'bin'));
  copyFileSync(BIN, join(installed, 'bin', 'wick.mjs'));
  const { stdout } = spawnSync(process.execPath, [join(installed, 'bin', 'wick.mjs')], { env: envOf(home), encoding: 'utf8' });
  expect(stdout).toBe('build\n');
});

const envOf = ({ folder }: WickHome): NodeJS.ProcessEnv => userEnv({ WICK_DATA_DIR: join(folder, 'data'), NO_COLOR: '1' });
