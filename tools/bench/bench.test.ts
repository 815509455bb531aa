import { describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { BENCHMARKS } from './benchmarks.ts';
import { measureDisk } from './candles/measure-disk.ts';
import { measureFirstLight } from './first-light.ts';
import { measureLive } from './live/measure-live.ts';
import { measureOverhead } from './llm/measure-overhead.ts';
import { measuredToRow } from './harness/measured-to-row.ts';
import { runBenchmark } from './harness/run-benchmark.ts';
import { median, timePairs } from './pairs.ts';

const TIMEOUT_MS = 180_000;

describe('the benchmarks run, small and without the peers', () => {
  test.each(BENCHMARKS.map((benchmark) => [benchmark.name, benchmark] as const))('%s', async (_name, benchmark) => {
    const measured = await runBenchmark(benchmark, { size: 'small', pairs: 1, peers: false });
    expect(measuredToRow(measured).ours).toMatch(/^[\d.]+ m?s\b/);
  }, TIMEOUT_MS);

  test('each has a name of its own', () => {
    expect(new Set(BENCHMARKS.map(({ name }) => name)).size).toBe(BENCHMARKS.length);
  });
});

test('where there is no Python, the figure of the peer is missing for a reason', () => {
  const args = ['--conditions=@wick/source', fileURLToPath(new URL('bench.ts', import.meta.url)), '--small', '--only', 'simulation', '--pairs', '1'];
  const printed = execFileSync(process.execPath, args, { encoding: 'utf8', env: { ...process.env, WICK_PEERS_PYTHON: '', NODE_OPTIONS: '' }, stdio: 'pipe' });
  expect(printed).toContain('WICK_PEERS_PYTHON does not name a Python');
}, TIMEOUT_MS);

test('the first-light benchmark runs, small', async () => {
  const rows = await measureFirstLight(5_000, 1);
  expect(rows.map((row) => row.result)).toEqual(rows.map(() => expect.stringMatching(/^-?\d+\.\d\d s$/)));
}, TIMEOUT_MS);

test('the benchmark of live closes runs, small, and loses none', async () => {
  const { lost, delayMs, symbols, minutes } = await measureLive({ symbols: 4, minutes: 2, pauseMs: 1 });
  expect({ lost, symbols, minutes }).toEqual({ lost: 0, symbols: 4, minutes: 2 });
  expect(delayMs.max).toBeGreaterThanOrEqual(delayMs.p50);
}, TIMEOUT_MS);

test('what our client adds to a bare HTTPS request is measured, small', async () => {
  expect(await measureOverhead(5)).toMatchObject({ ours: expect.stringMatching(/ms$/), bare: expect.stringMatching(/ms$/) });
}, TIMEOUT_MS);

test('the bytes that candles take on disk are measured, small', async () => {
  for (const { ours, rows } of await measureDisk('some')) expect(Number(ours)).toBeLessThan(Number(rows));
}, TIMEOUT_MS);

test('pairs run in turn, and the first of each is not counted', async () => {
  const order: string[] = [];
  await timePairs(() => order.push('a'), () => order.push('b'), 2);
  expect(order.join('')).toBe('ababab');
});

test('the median of an even number of values lies between the middle two', () => {
  expect([median([3, 1, 2]), median([4, 1, 3, 2])]).toEqual([2, 2.5]);
  expect(() => median([])).toThrow(RangeError);
});
