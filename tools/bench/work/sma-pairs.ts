import { textToParameter } from '@wick/core';
import { sweep, type SweepResult } from '@wick/engine';
import { join } from 'node:path';
import { writeNumbers } from '../harness/arrays.ts';
import type { Benchmark, Goal, Scale } from '../harness/benchmark.ts';
import { frameOfCloses } from '../market/market-files.ts';
import { ownExecution } from './vectorbt-execution.ts';

const TEXT = 'entry: sma(close, $fast) crosses above sma(close, $slow); exit: sma(close, $fast) crosses below sma(close, $slow)';

/**
 * Prices are whole multiples of it. vectorbt's average is the difference of two running sums, whose rounding would move
 * crossings: of such prices the sums are exact. And it is so fine that two averages are hardly ever equal.
 */
const GRID = 2 ** -18;

/** So much that costs leave no account too little for the smallest size that vectorbt orders. */
const INITIAL_CASH = 1e12;

/** Every pair of two averages that cross, by the sums of vectorbt. */
const smaPairs = (name: string, full: Scale, goal: Goal): Benchmark => ({
  name,
  work: ({ bars, longest = 0 }) => `${((longest - 1) * (longest - 2)) / 2} SMA pairs (2..${longest}) × ${bars.toLocaleString('en')} bars, total return`,
  full,
  small: { bars: 2_000, longest: 8 },
  pairs: 3,
  goal,
  async prepare(folder, { bars }) {
    const [{ generateMarket }, { randomOf }] = await Promise.all([import('../market/generate-market.ts'), import('@wick/testkit')]);
    const { uniform } = randomOf('pairs');
    const { close } = generateMarket(bars, 'pairs');
    writeNumbers(join(folder, 'close.f64'), close.map((price) => Math.round((price + uniform() / 100) / GRID) * GRID));
  },
  open(folder, { longest = 0 }) {
    const frame = frameOfCloses(folder);
    const parameters = ['fast', 'slow'].map((parameter) => textToParameter(`${parameter}=2..${longest}`));
    const options = { metrics: ['totalReturn'], execution: ownExecution(INITIAL_CASH, 0.001), arithmetic: 'tolerant' } as const;
    let result: SweepResult;
    return {
      run() {
        result = sweep(frame, TEXT, { kind: 'grid', parameters, where: 'fast < slow' }, options);
      },
      answer: () => ({ growth: result.metrics.totalReturn!.map((change) => 1 + change) }),
    };
  },
  peer: { program: 'vectorbt', script: 'vectorbt_sma_pairs.py' },
  tolerance: 0,
});

export const smaPairs10k = smaPairs('pairs-10k', { bars: 10_000, longest: 100 }, { ratio: 1 / 100, megabytes: 256 });
export const smaPairs105k = smaPairs('pairs-105k', { bars: 105_120, longest: 50 }, { ratio: 1 / 100, megabytes: 256 });
