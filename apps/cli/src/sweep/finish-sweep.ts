import { type BacktestResult, type Frame, isWickError, templateToStrategy } from '@wick/core';
import { backtest } from '@wick/engine';
import { writeReport } from '../backtest/run-to-report.ts';
import type { SweepCommandOptions } from '../commands/sweep.ts';
import type { CliContext } from '../context.ts';
import { emit } from '../output/emit.ts';
import { type Combination, summarise, type SweepSummary } from './best-combinations.ts';
import type { CheckedRequest } from './read-request.ts';
import type { FinishedSweep } from './run-sweep.ts';
import { selectionOf } from './selection.ts';
import { sweepToText } from './sweep-to-text.ts';

export interface SweepOutcome {
  readonly request: CheckedRequest;
  readonly frame: Frame;
  readonly sweep: FinishedSweep;
  readonly notes: readonly string[];
}

/** Sums a sweep up, writes what was asked for, and prints it. */
export async function finishSweep(context: CliContext, options: SweepCommandOptions, { request, frame, sweep, notes }: SweepOutcome): Promise<void> {
  const { combinations, metrics } = sweep.plan.job;
  const parameters = combinations.parameters.map(({ name }) => name);
  const { sort, lowest, top } = request;
  let isDone = false;
  try {
    const summary = summarise(sweep.portions(), { parameters, metrics, sort, lowest, top });
    const out = await sweep.write();
    const best = resultOf(frame, sweep, request, summary.top[0]);
    const selection = best ? selectionOf(frame, best, summary) : null;
    const report = options.report === undefined || best === undefined ? undefined : await writeReport(options.report, { result: best, frame });
    isDone = true;
    const paths = [out, report].filter((path) => path !== undefined);
    const { resumed } = sweep;
    emit(context, options, documentOf({ request, frame, sweep, notes }, { summary, best, selection, out, report }), () =>
      sweepToText({ summary, selection, best, sort, lowest, resumed, paths, notes }));
  } finally {
    sweep.close(isDone ? undefined : 'keep');
  }
}

/** The whole backtest of a combination; undefined where it cannot be run, as with fewer candles than it needs. */
function resultOf(frame: Frame, { plan: { job } }: FinishedSweep, { options }: CheckedRequest, row: Combination | undefined): BacktestResult | undefined {
  if (row === undefined) return undefined;
  try {
    return backtest(frame, templateToStrategy(job.template, row.parameters), { execution: options.execution ?? {} });
  } catch (error) {
    if (isWickError(error) && error.code === 'HISTORY_TOO_SHORT') return undefined;
    throw error;
  }
}

interface Findings {
  readonly summary: SweepSummary;
  readonly best: BacktestResult | undefined;
  readonly selection: ReturnType<typeof selectionOf>;
  readonly out: string | undefined;
  readonly report: string | undefined;
}

function documentOf({ request, frame, sweep, notes }: SweepOutcome, { summary, best, selection, out, report }: Findings): object {
  const { combinations, execution, metrics } = sweep.plan.job;
  const { sort, lowest, spec, text } = request;
  return {
    series: frame.series,
    candles: frame.length,
    strategy: text,
    parameters: combinations.parameters.map(({ name, values }) => ({ name, values: values.length, lowest: Math.min(...values), highest: Math.max(...values) })),
    where: spec.where ?? null,
    choice: spec.kind === 'random' ? { count: spec.count, seed: spec.seed } : spec.kind,
    execution,
    metrics,
    combinations: summary.combinations,
    neverTraded: summary.neverTraded,
    resumed: sweep.resumed,
    sort: { metric: sort, best: lowest ? 'lowest' : 'highest' },
    top: summary.top,
    selection,
    out: out ?? null,
    report: report ?? null,
    assumptions: best?.manifest.assumptions ?? [],
    notes,
  };
}
