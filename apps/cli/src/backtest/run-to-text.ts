import { paraphrase } from '@wick/llm-signals';
import { resultToTable } from '@wick/report';
import type { CliContext } from '../context.ts';
import { isPainted, paintFor } from '../output/paint.ts';
import type { Run } from './run-to-report.ts';

export interface TextOptions {
  readonly notes: readonly string[];
  readonly metrics: 'key' | 'all';
}

/** A finished backtest for people: what was understood, what the range lacks, and the result. */
export function runToText({ result, sentence }: Run, context: CliContext, { notes, metrics }: TextOptions): string {
  const paint = paintFor(context.stdout, context.env);
  const colour = isPainted(context.stdout, context.env);
  const { strategy } = result.manifest;
  return [
    ...(sentence === undefined ? [] : [`${paint('dim', 'Asked')}       ${sentence}`]),
    ...(strategy === null ? [] : [`${paint('dim', 'Understood')}  ${paraphrase(strategy)}`]),
    ...notes.map((note) => `${paint('yellow', '!')} ${note}`),
    '',
    resultToTable(result, { colour, metrics, width: Math.min(context.stdout.columns ?? 100, 120) }),
  ].join('\n');
}
