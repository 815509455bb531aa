import { mkdirSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, resolve } from 'node:path';
import { type CombinationsSpec, datasetHash, type Frame } from '@wick/core';
import { ENGINE_VERSION, type PlanSweepOptions, planSweep, type PortionColumns, type SweepPlan } from '@wick/engine';
import type { CliContext } from '../context.ts';
import { writeFileWhole } from '../files/write-file-whole.ts';
import { type JournalHead, journalPath, openJournal, createPortionMemory, type PortionStore, readJournalHead, sweepKey } from './portion-journal.ts';
import { columnNames, portionsToArrow, portionsToCsv } from './portions-to-file.ts';
import { showSweepProgress } from './sweep-progress.ts';

export interface SweepRequest {
  readonly frame: Frame;
  readonly text: string;
  readonly spec: CombinationsSpec;
  readonly options: PlanSweepOptions;
  /** Undefined: one for each processor, where there is work for them. */
  readonly threads: number | undefined;
  /** Where the columns go; ends in .csv or .arrow. */
  readonly out?: string | undefined;
  /** Drop what an interrupted sweep has computed. */
  readonly restart: boolean;
}

export interface FinishedSweep {
  readonly plan: SweepPlan;
  /** Combinations that an interrupted run had computed already. */
  readonly resumed: number;
  /** In order, one at a time. */
  portions(): Iterable<PortionColumns>;
  /** Writes the columns, if they are wanted, and gives the absolute path. */
  write(): Promise<string | undefined>;
  /** Nothing more is wanted: the journal goes, or with `keep` stays for another run. */
  close(keep?: 'keep'): void;
}

/** Bars × combinations below which a thread takes longer to start than it saves. */
const WORTH_A_THREAD = 1e8;

/**
 * Runs a sweep. With a file to write, each portion is in a journal beside it as soon as it is computed: a run that was killed goes
 * on where it was, and writes the bytes that it would have written undisturbed.
 */
export async function runSweep(context: CliContext, request: SweepRequest): Promise<FinishedSweep> {
  const { frame, text, spec, options, out, restart } = request;
  const journal = out === undefined ? undefined : journalPath(resolve(out));
  if (journal !== undefined) mkdirSync(dirname(journal), { recursive: true });
  if (journal !== undefined && restart) rmSync(journal, { force: true });
  const key = keyOf(request);
  const begun = journal === undefined ? undefined : readJournalHead(journal, key);
  const most = request.threads ?? availableParallelism();
  const plan = planSweep(frame, text, spec, { ...options, threads: most, portions: begun?.portions });
  const threads = request.threads ?? (plan.combinations * frame.length < WORTH_A_THREAD ? 1 : most);
  const { combinations: { parameters }, metrics } = plan.job;
  const head: JournalHead = begun ?? { key, parameters: parameters.length, metrics: metrics.length, portions: plan.portions };
  const store = journal === undefined ? createPortionMemory() : openJournal(journal, head);
  const resumed = [...store.done].reduce((sum, index) => sum + plan.portions[index]!.lanes, 0);
  await compute(context, plan, store, { threads, left: plan.combinations - resumed });
  const names = columnNames(parameters.map(({ name }) => name), metrics);
  function* portions(): Generator<PortionColumns> {
    for (const index of plan.portions.keys()) yield store.read(index);
  }
  return {
    plan,
    resumed,
    portions,
    async write() {
      if (out === undefined) return undefined;
      const path = resolve(out);
      await writeFileWhole(path, path.endsWith('.arrow') ? portionsToArrow(names, portions()) : portionsToCsv(names, portions()));
      return path;
    },
    close: (keep) => (keep ? store.close() : store.remove()),
  };
}

async function compute(context: CliContext, plan: SweepPlan, store: PortionStore, { threads, left }: { threads: number; left: number }): Promise<void> {
  const display = showSweepProgress(context, left);
  try {
    await plan.run({
      threads,
      without: store.done,
      signal: context.signal,
      onPortion: (index, columns) => store.append(index, columns),
      onProgress: display.listener,
    });
  } catch (error) {
    store.close();
    throw error;
  } finally {
    display.stop();
  }
}

/** All that the numbers depend on. */
function keyOf({ frame, text, spec, options: { execution, metrics, arithmetic } }: SweepRequest): string {
  const combinations = spec.kind === 'list'
    ? { ...spec, values: [...spec.values] }
    : { ...spec, parameters: spec.parameters.map(({ name, values }) => ({ name, values: [...values] })) };
  return sweepKey({ engine: ENGINE_VERSION, candles: datasetHash(frame), text, combinations, execution, metrics, arithmetic });
}
