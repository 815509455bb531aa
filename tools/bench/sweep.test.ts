import { expect, test } from '@jest/globals';
import { measureSweep } from './sweep.ts';

test('the benchmark of sweeps runs, small, and its answers are those of backtests', async () => {
  const measures = await measureSweep({ sweeps: [[8, 500], [6, 700]], simulatedBars: 2_000, orders: [5, 40], threaded: [6, 400], runs: 1 });
  expect(measures.map(({ work }) => work)).toEqual([
    '21 SMA pairs × 500 bars, total return', '10 SMA pairs × 700 bars, total return', 'simulation, 2000 bars, equity written',
    'stop loss and take profit, 2000 bars, equity written', '200 orders, one in each of 40 bars of 5 columns', '10 SMA pairs × 400 bars in 1 thread', '10 SMA pairs × 400 bars in 2 threads',
  ]);
  expect(measures.every(({ ms, nsEach }) => ms > 0 && nsEach > 0)).toBe(true);
}, 60_000);
