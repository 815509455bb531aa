import { DEFAULT_SIZE, type FrameBlock, setBit, type Signals } from '@wick/core';
import { type RunTotals, simulateMany } from '@wick/engine';
import { join } from 'node:path';
import { readNumbers, writeNumbers } from '../harness/arrays.ts';
import type { Benchmark, Scale } from '../harness/benchmark.ts';
import { noSignals, openTimes } from '../market/market-files.ts';
import { ownExecution } from './vectorbt-execution.ts';

const EXECUTION = ownExecution(100, 0);

/** What vectorbt's documentation shows: columns of prices of which every bar buys or sells, each with cash of its own. */
export const millionOrders: Benchmark = {
  name: 'million-orders',
  work: ({ bars, columns = 1 }) => `${(bars * columns).toLocaleString('en')} orders (${bars} × ${columns}), simulation`,
  full: { bars: 1_000, columns: 1_000 },
  small: { bars: 100, columns: 20 },
  pairs: 15,
  goal: { ratio: 1 / 10 },
  async prepare(folder, { bars, columns = 1 }) {
    const { randomOf } = await import('@wick/testkit');
    const { uniform } = randomOf('a million orders');
    writeNumbers(join(folder, 'prices.f64'), Float64Array.from({ length: bars * columns }, () => 100 + uniform()));
  },
  open(folder, scale) {
    const blocks = readBlocks(folder, scale);
    const signals = inTurn(scale.bars);
    const runs = blocks.map((block) => ({ block, signals }));
    let totals: RunTotals;
    return {
      // Our side keeps what a run came to, the peer its order records as well: both are read off one run of the matrix.
      run() {
        totals = simulateMany(runs, { size: DEFAULT_SIZE }, EXECUTION, { sums: false });
      },
      answer: () => ({ finalValue: totals.finalValue, orders: totals.orders }),
    };
  },
  peer: { program: 'vectorbt', script: 'vectorbt_million_orders.py' },
  tolerance: 1e-9,
};

/** The matrix lies row after row, a row a bar. */
function readBlocks(folder: string, { bars, columns = 1 }: Scale): FrameBlock[] {
  const prices = readNumbers(join(folder, 'prices.f64'));
  const openTimeMs = openTimes(bars);
  return Array.from({ length: columns }, (_, column) => {
    const close = Float64Array.from({ length: bars }, (_, bar) => prices[bar * columns + column]!);
    return { length: bars, openTimeMs, columns: { open: close, high: close, low: close, close, volume: close } };
  });
}

/** Enter on even bars, leave on odd ones. */
function inTurn(length: number): Signals {
  const signals = noSignals(length);
  for (let bar = 0; bar < length; bar++) setBit(bar % 2 === 0 ? signals.longEntry : signals.longExit, bar);
  return signals;
}
