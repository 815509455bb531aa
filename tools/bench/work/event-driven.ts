import { DEFAULT_SIZE, type Metrics } from '@wick/core';
import { createSignalRun } from '@wick/engine';
import type { Benchmark, Peer } from '../harness/benchmark.ts';
import { readFrame, readSignals } from '../market/market-files.ts';
import { prepareMarkets } from '../market/prepare-markets.ts';
import { ownExecution } from './vectorbt-execution.ts';

/**
 * The same signals in engines that call a strategy at every bar. backtesting.py trades whole units only and always
 * computes its statistics, as we do here; backtrader is asked for the cash alone.
 */
const eventDriven = (name: string, peer: Peer, bars: number, tolerance: number): Benchmark => ({
  name,
  work: ({ bars: count }) => `signals and metrics, ${count.toLocaleString('en')} bars`,
  full: { bars },
  small: { bars: 2_000 },
  pairs: 5,
  prepare: prepareMarkets,
  open(folder) {
    const frame = readFrame(folder);
    const signals = readSignals(folder, 'entries', 'exits');
    const options = { interval: frame.series.interval, execution: ownExecution(100_000, 0.001), equity: 'discard' } as const;
    let metrics: Metrics;
    return {
      run() {
        const run = createSignalRun({ size: DEFAULT_SIZE }, options);
        run.push(frame, signals);
        metrics = run.finish().metrics;
      },
      answer: () => ({ growth: Float64Array.of(1 + metrics.totalReturn!), trades: Float64Array.of(metrics.trades) }),
    };
  },
  peer,
  tolerance,
});

const BACKTRADER: Peer = { program: 'backtrader', script: 'backtrader_signals.py' };
const BACKTESTING: Peer = { program: 'backtesting.py', script: 'backtestingpy_signals.py' };

export const backtrader10k = eventDriven('backtrader-10k', BACKTRADER, 10_000, 1e-9);
export const backtrader105k = eventDriven('backtrader-105k', BACKTRADER, 105_120, 1e-9);
export const backtesting10k = eventDriven('backtesting-10k', BACKTESTING, 10_000, 1e-6);
export const backtesting105k = eventDriven('backtesting-105k', BACKTESTING, 105_120, 1e-6);
