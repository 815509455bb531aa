import { paraphrase } from '@wick/llm-signals';
import { portfolioToTable } from '@wick/report';
import type { TextOptions } from '../backtest/run-to-text.ts';
import type { CliContext } from '../context.ts';
import { isPainted, paintFor } from '../output/paint.ts';
import type { FinishedPortfolio } from './prepare-portfolio.ts';

/** A finished portfolio for people: what was understood, what the range lacks, and the result. */
export function portfolioToText(run: FinishedPortfolio, context: CliContext, { notes, metrics }: TextOptions): string {
  const paint = paintFor(context.stdout, context.env);
  const colour = isPainted(context.stdout, context.env);
  const { sentence, strategy } = run;
  return [
    ...(sentence === undefined ? [] : [`${paint('dim', 'Asked')}       ${sentence}`]),
    ...(strategy === undefined ? [] : [`${paint('dim', 'Understood')}  ${paraphrase(strategy)}`]),
    ...notes.map((note) => `${paint('yellow', '!')} ${note}`),
    '',
    portfolioToTable(run, { colour, metrics, width: Math.min(context.stdout.columns ?? 100, 120) }),
  ].join('\n');
}
