import { DEFAULT_SIZE, type Execution } from '@wick/core';
import { createSimulation, type Simulation } from '@wick/engine';
import { join } from 'node:path';
import { readFlags, writeFlags } from '../harness/arrays.ts';
import type { Benchmark, Scale } from '../harness/benchmark.ts';
import { readFrame, readSignals } from '../market/market-files.ts';
import { prepareMarkets } from '../market/prepare-markets.ts';
import { fillsToAnswer } from './fills-to-answer.ts';
import { ownExecution, vectorbtExecution } from './vectorbt-execution.ts';

const RULES = {
  size: DEFAULT_SIZE,
  stopLoss: { kind: 'percent', percent: 1 },
  takeProfit: { kind: 'percent', percent: 2 },
} as const;
const OWN = ownExecution(100_000, 0.0002);
const CONVENTIONS = vectorbtExecution(100_000, 0.0002);

/** Sparse entries that a stop loss or a take profit ends, inside the candles. */
const stopsBy = (execution: Execution, rest: Pick<Benchmark, 'name' | 'work' | 'tolerance' | 'goal'>): Benchmark => ({
  ...rest,
  full: { bars: 1_000_000 },
  small: { bars: 5_000 },
  pairs: 21,
  prepare: prepareStops,
  open(folder) {
    const simulate = simulationOf(folder, execution);
    let portfolio: Simulation;
    return {
      run() {
        portfolio = simulate();
      },
      answer: () => fillsToAnswer(portfolio.result().fills),
    };
  },
  peer: { program: 'vectorbt', script: 'vectorbt_stops.py' },
});

function simulationOf(folder: string, execution: Execution): () => Simulation {
  const frame = readFrame(folder);
  const signals = readSignals(folder, 'sparseEntries', null);
  const equity = new Float64Array(frame.length);
  return () => {
    const portfolio = createSimulation(RULES, execution, { excursions: 'discard' });
    portfolio.push(frame, signals, equity);
    return portfolio;
  };
}

/**
 * Takes out the entries of bars on which a stop ends a position. vectorbt does not look at them, and we enter again at the
 * close; without them both rules do the same.
 */
async function prepareStops(folder: string, scale: Scale): Promise<void> {
  await prepareMarkets(folder, scale);
  const flags = readFlags(join(folder, 'sparseEntries.u8'));
  for (const { bar, reason } of simulationOf(folder, CONVENTIONS)().result().fills) if (reason !== 'entry') flags[bar] = 0;
  writeFlags(join(folder, 'sparseEntries.u8'), flags);
}

export const stops = stopsBy(OWN, {
  name: 'stops',
  work: ({ bars }) => `stop loss + take profit on OHLC, ${bars.toLocaleString('en')} bars, simulation`,
  tolerance: 1e-9,
  goal: { ratio: 1 / 7 },
});

export const stopsByConventions = stopsBy(CONVENTIONS, {
  name: 'stops-conventions',
  work: ({ bars }) => `the same by vectorbt’s conventions, ${bars.toLocaleString('en')} bars`,
  tolerance: 0,
});
