import { DEFAULT_SIZE } from '@wick/core';
import { createSimulation, type SimulationResult } from '@wick/engine';
import type { Benchmark } from '../harness/benchmark.ts';
import { readFrame, readSignals } from '../market/market-files.ts';
import { prepareMarkets } from '../market/prepare-markets.ts';
import { fillsToAnswer } from './fills-to-answer.ts';
import { vectorbtExecution } from './vectorbt-execution.ts';

const RULES = {
  size: DEFAULT_SIZE,
  stopLoss: { kind: 'percent', percent: 1 },
  takeProfit: { kind: 'percent', percent: 2 },
} as const;
const EXECUTION = vectorbtExecution(100_000, 0.0002);

/** Sparse entries that a stop loss or a take profit ends, inside the candles. */
export const stops: Benchmark = {
  name: 'stops',
  work: ({ bars }) => `stop loss + take profit on OHLC, ${bars.toLocaleString('en')} bars, simulation`,
  full: { bars: 1_000_000 },
  small: { bars: 5_000 },
  pairs: 21,
  goal: { ratio: 1 / 7 },
  prepare: prepareMarkets,
  open(folder) {
    const frame = readFrame(folder);
    const signals = readSignals(folder, 'sparseEntries', null);
    const equity = new Float64Array(frame.length);
    let result: SimulationResult;
    return {
      run() {
        const portfolio = createSimulation(RULES, EXECUTION, { excursions: 'discard' });
        portfolio.push(frame, signals, equity);
        result = portfolio.result();
      },
      answer: () => fillsToAnswer(result.fills),
    };
  },
  peer: { program: 'vectorbt', script: 'vectorbt_stops.py' },
  tolerance: 0,
};
