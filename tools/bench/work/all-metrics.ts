import { DEFAULT_SIZE, type Metrics } from '@wick/core';
import { createSignalRun } from '@wick/engine';
import type { Answer } from '../harness/answer.ts';
import type { Benchmark } from '../harness/benchmark.ts';
import { BAR_MS, readFrame, readSignals } from '../market/market-files.ts';
import { prepareMarkets } from '../market/prepare-markets.ts';
import { ownExecution } from './vectorbt-execution.ts';

/** A run as `wick backtest` makes it, with all metrics of it; the peer still computes ten. No equity curve is kept. */
export const allMetrics: Benchmark = {
  name: 'all-metrics',
  work: ({ bars }) => `run + 58 metrics (the peer: 10), ${bars.toLocaleString('en')} bars`,
  full: { bars: 1_000_000 },
  small: { bars: 5_000 },
  pairs: 11,
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
      answer: () => toAnswer(metrics),
    };
  },
  peer: { program: 'vectorbt', script: 'vectorbt_signals.py', args: ['metrics'] },
  tolerance: 1e-9,
};

const toAnswer = (metrics: Metrics): Answer => {
  const ten = {
    totalReturn: metrics.totalReturn,
    finalValue: metrics.finalValue,
    sharpe: metrics.sharpePerBar,
    sortino: metrics.sortinoPerBar,
    calmar: metrics.calmarPerBar,
    maxDrawdown: metrics.maxDrawdown,
    trades: metrics.trades,
    winRate: metrics.winRate,
    profitFactor: metrics.profitFactor,
    averageDurationBars: metrics.averageDurationMs === null ? null : metrics.averageDurationMs / BAR_MS,
  };
  return Object.fromEntries(Object.entries(ten).map(([name, value]) => [name, Float64Array.of(value ?? NaN)]));
};
