import type { MetricName } from '@wick/core';
import { createSignalRun } from '../backtest-run.ts';
import type { LaneRunner } from './lane-runner.ts';
import type { Portion, SweepJob } from './portion.ts';
import type { SweepMetric } from './sweep-metrics.ts';

/** Bytes that one of these runs takes, about, beside a number a day. */
export const BYTES_OF_RUN = 48 * 1024;

/**
 * Combinations of any kind (orders that wait, positions that grow, stops by ATR, leverage, conventions), each a run of its own on
 * signals that all of them share. It computes every metric, whatever is asked for: about ten times as long as a row.
 */
export function createRunRunner(job: SweepJob, portion: Portion): LaneRunner {
  const { frame, metrics, execution } = job;
  const runs = Array.from({ length: portion.lanes }, (_, lane) =>
    createSignalRun(portion.positions[portion.rulesOf[lane]!]!, { interval: frame.series.interval, execution, equity: 'discard', trades: 'discard' }));
  let block = frame as Parameters<LaneRunner['take']>[0];
  return {
    take(next) {
      block = next;
    },
    run(lane, { longEntry, longExit, shortEntry, shortExit }) {
      const { length } = block;
      const bits = (words: Uint32Array) => ({ length, words });
      runs[lane]!.push(block, { length, longEntry: bits(longEntry), longExit: bits(longExit), shortEntry: bits(shortEntry), shortExit: bits(shortExit) });
    },
    finish(lane, columns) {
      const run = runs[lane]!;
      const { metrics: all, refusals, ambiguousTrades } = run.finish();
      const { conflictingSignals, noCash, noPrice } = refusals;
      const counts: Partial<Record<SweepMetric, number>> = { orders: run.state.orders, conflictingSignals, noCash, noPrice, ambiguousTrades };
      for (const [index, name] of metrics.entries()) columns[index]![lane] = counts[name] ?? all[name as MetricName] ?? Number.NaN;
      return run.state.orders;
    },
  };
}
