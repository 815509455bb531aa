import { DEFAULT_SIZE } from '@wick/core';
import { createSimulation, type SimulationResult } from '@wick/engine';
import type { Benchmark } from '../harness/benchmark.ts';
import { readFrame, readSignals } from '../market/market-files.ts';
import { prepareMarkets } from '../market/prepare-markets.ts';
import { fillsToAnswer } from './fills-to-answer.ts';
import { vectorbtExecution } from './vectorbt-execution.ts';

export const SIGNALS_EXECUTION = vectorbtExecution(100_000, 0.001);

/** Signals → orders → fills and the equity of each bar, nothing else. */
export const simulation: Benchmark = {
  name: 'simulation',
  work: ({ bars }) => `simulation alone, ${bars.toLocaleString('en')} bars`,
  full: { bars: 1_000_000 },
  small: { bars: 5_000 },
  pairs: 21,
  goal: { ratio: 1 / 8 },
  prepare: prepareMarkets,
  open(folder) {
    const frame = readFrame(folder);
    const signals = readSignals(folder, 'entries', 'exits');
    const equity = new Float64Array(frame.length);
    let result: SimulationResult;
    return {
      run() {
        const portfolio = createSimulation({ size: DEFAULT_SIZE }, SIGNALS_EXECUTION, { excursions: 'discard' });
        portfolio.push(frame, signals, equity);
        result = portfolio.result();
      },
      answer: () => fillsToAnswer(result.fills),
    };
  },
  peer: { program: 'vectorbt', script: 'vectorbt_signals.py', args: ['simulation'] },
  tolerance: 0,
};
