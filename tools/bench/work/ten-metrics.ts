import { DEFAULT_SIZE } from '@wick/core';
import { AccountRecords, barMetrics, createSimulation } from '@wick/engine';
import type { Benchmark, Goal, Scale } from '../harness/benchmark.ts';
import { BAR_MS, readFrame, readSignals } from '../market/market-files.ts';
import { prepareMarkets } from '../market/prepare-markets.ts';
import { ownExecution } from './vectorbt-execution.ts';

const INITIAL_CASH = 100_000;
const EXECUTION = ownExecution(INITIAL_CASH, 0.001);
const PER_BAR = { barMs: BAR_MS, daysPerYear: EXECUTION.daysPerYear };
const NAMES = [
  'totalReturn', 'finalValue', 'sharpe', 'sortino', 'calmar', 'maxDrawdown', 'trades', 'winRate', 'profitFactor', 'averageDurationBars',
] as const;

/** A run of signals and the ten metrics that are looked at first, by the convention per bar. */
const tenMetrics = (name: string, full: Scale, pairs: number, goal: Goal): Benchmark => ({
  name,
  work: ({ bars }) => `run + 10 metrics, ${bars.toLocaleString('en')} bars`,
  full,
  small: { bars: 5_000 },
  pairs,
  goal,
  prepare: prepareMarkets,
  open(folder) {
    const frame = readFrame(folder);
    const signals = readSignals(folder, 'entries', 'exits');
    const equity = new Float64Array(frame.length);
    const account = { instruments: [0], initialCash: INITIAL_CASH };
    const closes = [frame.columns.close];
    let metrics: Record<(typeof NAMES)[number], number | null>;
    return {
      run() {
        const portfolio = createSimulation({ size: DEFAULT_SIZE }, EXECUTION, { excursions: 'discard' });
        portfolio.push(frame, signals, equity);
        const orders = portfolio.orders();
        metrics = barMetrics(new AccountRecords({ orders, closes, arithmetic: 'exact' }, account, undefined, equity), PER_BAR, NAMES);
      },
      answer: () => Object.fromEntries(NAMES.map((metric) => [metric, Float64Array.of(metrics[metric] ?? NaN)])),
    };
  },
  peer: { program: 'vectorbt', script: 'vectorbt_signals.py', args: ['metrics'] },
  tolerance: 1e-9,
});

export const tenMetrics10k = tenMetrics('metrics-10k', { bars: 10_000 }, 21, { ratio: 1 / 50 });
export const tenMetrics1m = tenMetrics('metrics-1m', { bars: 1_000_000 }, 15, { ratio: 1 / 20, megabytes: 150 });
