import { type BacktestResult, type CombinationsSpec, type Frame, templateToStrategy } from '@wick/core';
import { availableParallelism } from 'node:os';
import { backtest, type BacktestOptions } from '../backtest.ts';
import { createKernelHeap } from './kernel/simd-heap.ts';
import { placesToPortion } from './portion.ts';
import { type PortionColumns, runPortion } from './run-portion.ts';
import { createSweepJob, jobToPortions, type SweepOptions } from './sweep-job.ts';
import { planSweep } from './sweep-plan.ts';
import { createCollector, type SweepResult } from './sweep-result.ts';
import type { RunSweepOptions } from './sweep-run.ts';

/**
 * A strategy with parameters over many combinations of their values, in one thread: columns of metrics, a row a combination, in
 * the order of the combinations. Each row is what `backtest` gives for that combination, to the bit.
 *
 *     sweep(frame, 'entry: sma($fast) crosses above sma($slow); exit: sma($fast) crosses below sma($slow)', {
 *       kind: 'grid', parameters: [textToParameter('fast=2..100'), textToParameter('slow=2..100')], where: 'fast < slow',
 *     })
 *
 * A combination that never trades is a row like any other, and counted in `neverTraded`; one whose warm-up is longer than the
 * frame is among them.
 *
 * @param text the strategy, see core's `openTemplate`
 * @throws WickError OPTION_INVALID (too many combinations, with their count; a parameter that is unknown or without values; an
 *   unknown metric), STRATEGY_SYNTAX, STRATEGY_INVALID (the first combination that makes no sense), CANDLES_MISSING, CANDLES_DAMAGED
 */
export function sweep(frame: Frame, text: string, spec: CombinationsSpec, options: SweepOptions = {}): SweepResult {
  const job = createSweepJob(frame, text, spec, options);
  const collector = createCollector(job);
  const heap = createKernelHeap();
  for (const { from, to } of jobToPortions(job, options.memoryMb)) collector.add(runPortion(job, placesToPortion(job, from, to), heap));
  return collector.result();
}

/** The same, portion by portion: for a sweep whose result is larger than memory. */
export function* sweepPortions(frame: Frame, text: string, spec: CombinationsSpec, options: SweepOptions = {}): Generator<PortionColumns> {
  const job = createSweepJob(frame, text, spec, options);
  const heap = createKernelHeap();
  for (const { from, to } of jobToPortions(job, options.memoryMb)) yield runPortion(job, placesToPortion(job, from, to), heap);
}

export interface ThreadedSweepOptions extends SweepOptions, Pick<RunSweepOptions, 'signal' | 'onProgress'> {
  /** Default: one for each processor. */
  readonly threads?: number;
}

/** {@link sweep} in several threads: the same bytes, whatever their number. */
export async function sweepInThreads(frame: Frame, text: string, spec: CombinationsSpec, options: ThreadedSweepOptions = {}): Promise<SweepResult> {
  const { threads = availableParallelism(), signal, onProgress, ...own } = options;
  const plan = planSweep(frame, text, spec, { ...own, threads });
  const found: PortionColumns[] = [];
  await plan.run({
    threads,
    ...(signal && { signal }),
    ...(onProgress && { onProgress }),
    onPortion: (index, columns) => {
      found[index] = columns;
    },
  });
  const collector = createCollector(plan.job);
  for (const columns of found) collector.add(columns);
  return collector.result();
}

/** The whole backtest of one row of a sweep with the exact arithmetic. */
export function backtestRow(frame: Frame, result: SweepResult, row: number, options: BacktestOptions = {}): BacktestResult {
  const strategy = templateToStrategy(result.template, result.valuesOf(row));
  return backtest(frame, strategy, { ...options, execution: result.execution });
}
