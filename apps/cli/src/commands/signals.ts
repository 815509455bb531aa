import type { Command } from 'commander';
import { leafCommand, type OutputOptions } from '../command.ts';
import type { CliContext } from '../context.ts';
import { type JudgingFlags, withJudgingFlags } from '../options/judging-flags.ts';
import { type SeriesFlags, withSeriesFlags } from '../options/series-flags.ts';

export interface SignalsOptions extends OutputOptions, SeriesFlags, JudgingFlags {
  readonly every: string;
  readonly masked?: true;
  readonly note?: string;
  readonly out?: string;
}

export const signalsCommand = (context: CliContext): Command =>
  withJudgingFlags(withSeriesFlags(leafCommand('signals', 'let a language model decide window by window, once; replays are free')))
    .option('--every <bars>', 'a decision every so many bars', '1')
    .option('--masked', 'hide symbol, dates and the scale of prices, so that the model cannot remember them')
    .option('--note <text>', 'text that the model sees as data, such as news')
    .option('-o, --out <file>', 'write the decisions, for "wick backtest --signals", as NDJSON')
    .addHelpText('after', AFTER)
    .action(async (symbol: string, options: SignalsOptions) => {
      const { judgeSignals } = await import('../signals/judge-signals.ts');
      await judgeSignals(context, symbol, options);
    });

const AFTER = `
Every answer is kept with what it cost. The same command asks nothing twice: interrupt it at any moment and run it again, and
when all is answered it is a replay that makes no call and writes the same bytes. The key of a provider is read from
HOLYSHEEP_API_KEY, OPENAI_API_KEY, DEEPSEEK_API_KEY, ANTHROPIC_API_KEY or GEMINI_API_KEY; a replay needs none.
What a model has read about the past is no forecast: decisions before its knowledge cut-off are labelled wherever they appear.`;
