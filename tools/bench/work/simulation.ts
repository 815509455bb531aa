import { DEFAULT_SIZE, type Execution } from '@wick/core';
import { createSimulation, type Simulation } from '@wick/engine';
import type { Benchmark } from '../harness/benchmark.ts';
import { readFrame, readSignals } from '../market/market-files.ts';
import { prepareMarkets } from '../market/prepare-markets.ts';
import { fillsToAnswer } from './fills-to-answer.ts';
import { ownExecution, vectorbtExecution } from './vectorbt-execution.ts';

/** Signals → orders → fills and the equity of each bar, nothing else: on both sides what was filled stays in columns. */
const simulationBy = (execution: Execution, rest: Pick<Benchmark, 'name' | 'work' | 'tolerance' | 'goal'>): Benchmark => ({
  ...rest,
  full: { bars: 1_000_000 },
  small: { bars: 5_000 },
  pairs: 21,
  prepare: prepareMarkets,
  open(folder) {
    const frame = readFrame(folder);
    const signals = readSignals(folder, 'entries', 'exits');
    const equity = new Float64Array(frame.length);
    let portfolio: Simulation;
    return {
      run() {
        portfolio = createSimulation({ size: DEFAULT_SIZE }, execution, { excursions: 'discard' });
        portfolio.push(frame, signals, equity);
      },
      answer: () => fillsToAnswer(portfolio.result().fills),
    };
  },
  peer: { program: 'vectorbt', script: 'vectorbt_signals.py', args: ['simulation'] },
});

export const simulation = simulationBy(ownExecution(100_000, 0.001), {
  name: 'simulation',
  work: ({ bars }) => `simulation alone, ${bars.toLocaleString('en')} bars`,
  tolerance: 1e-9,
  goal: { ratio: 1 / 8 },
});

export const simulationByConventions = simulationBy(vectorbtExecution(100_000, 0.001), {
  name: 'simulation-conventions',
  work: ({ bars }) => `the same by vectorbt’s conventions, ${bars.toLocaleString('en')} bars`,
  tolerance: 0,
});
