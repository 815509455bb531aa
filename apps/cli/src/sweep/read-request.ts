import { readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { type Column, columnsOfStrategy, WickError } from '@wick/core';
import { readSweep, requireSweepMetrics, type SweepMetric } from '@wick/engine';
import type { SweepCommandOptions } from '../commands/sweep.ts';
import { fileError } from '../files/file-error.ts';
import { readExecution } from '../options/execution-options.ts';
import { readCombinations } from './read-combinations.ts';
import { readCount } from './read-count.ts';
import type { SweepRequest } from './run-sweep.ts';

const DEFAULT_METRICS = ['totalReturn', 'sharpe', 'maxDrawdown', 'trades', 'winRate', 'profitFactor'];

/** What is asked for, all of it checked, and the candles that it reads. */
export interface CheckedRequest extends Omit<SweepRequest, 'frame'> {
  readonly columns: readonly Column[];
  readonly sort: SweepMetric;
  readonly lowest: boolean;
  readonly top: number;
  /** What was assumed, one sentence each. */
  readonly notes: readonly string[];
}

/** @throws WickError OPTION_INVALID | STRATEGY_SYNTAX | STRATEGY_INVALID | FILE_NOT_FOUND */
export async function readSweepRequest(options: SweepCommandOptions): Promise<CheckedRequest> {
  const { maxCombinations, out } = options;
  const metrics = requireSweepMetrics(options.metrics === undefined ? DEFAULT_METRICS : options.metrics.split(',').map((name) => name.trim()));
  const [sort] = requireSweepMetrics([options.sort ?? (metrics.includes('sharpe') ? 'sharpe' : metrics[0]!)]);
  const most = maxCombinations === undefined ? undefined : readCount('--max-combinations', maxCombinations);
  if (out !== undefined && !/\.(?:csv|arrow)$/.test(out)) {
    throw new WickError('OPTION_INVALID', `--out cannot be "${out}".`, { remedy: 'Name a file that ends in .csv or .arrow.', details: { out } });
  }
  const execution = readExecution(options);
  const text = await readText(options.strategy);
  const spec = await readCombinations(options);
  const { template, combinations } = readSweep(text, spec, most);
  const isRandom = spec.kind === 'random';
  return {
    text,
    spec,
    options: {
      execution,
      metrics: metrics.includes(sort!) ? metrics : [...metrics, sort!],
      ...(most !== undefined && { maxCombinations: most }),
      ...(options.memory !== undefined && { memoryMb: readCount('--memory', options.memory) }),
    },
    threads: options.threads === undefined ? undefined : readCount('--threads', options.threads),
    out,
    restart: options.restart ?? false,
    columns: columnsOfStrategy(template.example),
    sort: sort!,
    lowest: options.lowest ?? false,
    top: readCount('--top', options.top),
    notes: isRandom && options.seed === undefined ? [`The combinations were chosen with the seed ${spec.seed}, of ${combinations.places} that were looked at.`] : [],
  };
}

async function readText(given: string): Promise<string> {
  if (!/\.(?:wick|txt)$/i.test(given.trim()) && (/[\n:<>$]/.test(given) || !existsSync(given))) return given;
  try {
    return await readFile(given, 'utf8');
  } catch (error) {
    throw fileError((error as NodeJS.ErrnoException).code ?? '', given, error) ?? error;
  }
}
