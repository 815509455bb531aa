import { type CombinationsSpec, textToParameter } from '@wick/core';
import { type Arithmetic, sweep, sweepInThreads, type SweepResult } from '@wick/engine';
import { join } from 'node:path';
import { writeNumbers } from '../harness/arrays.ts';
import type { Benchmark, Scale, Work } from '../harness/benchmark.ts';
import { frameOfCloses } from '../market/market-files.ts';
import { ownExecution } from './vectorbt-execution.ts';

const TEXT = 'entry: sma(close, $fast) crosses above sma(close, $slow); exit: sma(close, $fast) crosses below sma(close, $slow)';

/**
 * Prices are whole multiples of it. vectorbt's average is the difference of two running sums, whose rounding would move
 * crossings: of such prices the sums are exact. And it is so fine that two averages are hardly ever equal.
 */
const GRID = 2 ** -18;

/** A fee of 0.01%: ten times as much, paid 30,000 times, leaves nothing that could be compared. */
const EXECUTION = ownExecution(100_000, 0.0001);
const countOf = (longest: number): string => (((longest - 1) * (longest - 2)) / 2).toLocaleString('en');

/** Every pair of two averages that cross: by our own sums, or (`tolerant`) by those of vectorbt. */
const smaPairs = (arithmetic: Arithmetic, rest: Pick<Benchmark, 'name' | 'full' | 'work' | 'goal' | 'tolerance'>): Benchmark => ({
  ...rest,
  small: { bars: 2_000, longest: 8 },
  pairs: 3,
  prepare: writeCloses,
  open(folder, { longest = 0 }) {
    const frame = frameOfCloses(folder);
    const options = { metrics: ['totalReturn'], execution: EXECUTION, arithmetic } as const;
    return growthOf(() => sweep(frame, TEXT, pairsUpTo(longest), options));
  },
  peer: { program: 'vectorbt', script: 'vectorbt_sma_pairs.py' },
});

async function writeCloses(folder: string, { bars }: Scale): Promise<void> {
  const [{ generateMarket }, { randomOf }] = await Promise.all([import('../market/generate-market.ts'), import('@wick/testkit')]);
  const { uniform } = randomOf('pairs');
  const { close } = generateMarket(bars, 'pairs');
  writeNumbers(join(folder, 'close.f64'), close.map((price) => Math.round((price + uniform() / 100) / GRID) * GRID));
}

const pairsUpTo = (longest: number): CombinationsSpec =>
  ({ kind: 'grid', parameters: ['fast', 'slow'].map((name) => textToParameter(`${name}=2..${longest}`)), where: 'fast < slow' });

function growthOf(run: () => SweepResult | Promise<SweepResult>): Work {
  let result: SweepResult;
  return {
    async run() {
      result = await run();
    },
    answer: () => ({ growth: result.metrics.totalReturn!.map((change) => 1 + change) }),
  };
}

const byOwnSums = (name: string, full: Scale): Benchmark =>
  smaPairs('exact', {
    name,
    full,
    work: ({ bars, longest = 0 }) => `${countOf(longest)} SMA pairs (2..${longest}) × ${bars.toLocaleString('en')} bars, total return`,
    goal: { ratio: 1 / 100, megabytes: 256 },
    tolerance: 1e-9,
  });

export const smaPairs10k = byOwnSums('pairs-10k', { bars: 10_000, longest: 100 });
export const smaPairs105k = byOwnSums('pairs-105k', { bars: 105_120, longest: 50 });

export const smaPairsByConventions = smaPairs('tolerant', {
  name: 'pairs-conventions',
  full: { bars: 10_000, longest: 100 },
  work: ({ bars, longest = 0 }) => `${countOf(longest)} SMA pairs × ${bars.toLocaleString('en')} bars by vectorbt’s conventions`,
  tolerance: 0,
});

const openInThreads = (threads: number): Benchmark['open'] => (folder, { longest = 0 }) => {
  const frame = frameOfCloses(folder);
  return growthOf(() => sweepInThreads(frame, TEXT, pairsUpTo(longest), { metrics: ['totalReturn'], execution: EXECUTION, threads }));
};

/** The same sweep in two threads and in one. */
export const twoThreads: Benchmark = {
  name: 'threads',
  work: ({ bars, longest = 0 }) => `2 threads over 1, ${countOf(longest)} SMA pairs × ${bars.toLocaleString('en')} bars`,
  full: { bars: 1_000_000, longest: 100 },
  small: { bars: 2_000, longest: 8 },
  pairs: 3,
  goal: { ratio: 1 / 1.8 },
  prepare: writeCloses,
  open: openInThreads(2),
  otherWay: { name: 'one thread', open: openInThreads(1) },
  tolerance: 0,
};
