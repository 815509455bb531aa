import type { Command } from 'commander';
import { leafCommand, type OutputOptions } from '../command.ts';
import type { CliContext } from '../context.ts';
import { type SeriesFlags, withSeriesFlags } from '../options/series-flags.ts';
import { several } from '../options/several.ts';

export interface SignalsOptions extends OutputOptions, SeriesFlags {
  readonly ask: string;
  readonly provider?: string;
  readonly model?: string;
  readonly acceptModel?: readonly string[];
  readonly window: string;
  readonly every: string;
  readonly samples: string;
  readonly agreement: string;
  readonly temperature?: string;
  readonly maxTokens?: string;
  readonly masked?: true;
  readonly note?: string;
  readonly maxCost?: string;
  readonly plan?: true;
  readonly prices?: string;
  readonly referer?: string;
  readonly requestsPerMinute?: string;
  readonly tokensPerMinute?: string;
  readonly concurrency: string;
  readonly timeout: string;
  readonly out?: string;
}

export const signalsCommand = (context: CliContext): Command =>
  withSeriesFlags(leafCommand('signals', 'let a language model decide window by window, once; replays are free'))
    .requiredOption('-a, --ask <instruction>', 'what the model is to judge by, such as "buy dips in an uptrend"')
    .option('--provider <provider>', 'holysheep, openai, deepseek, anthropic, gemini or a base URL (default: holysheep)')
    .option('--model <model>', 'which model of the provider')
    .option('--accept-model <model>', 'another model that may answer in its place (repeatable)', several)
    .option('--window <candles>', 'closed candles that the model sees', '50')
    .option('--every <bars>', 'a decision every so many bars', '1')
    .option('--samples <count>', 'answers a window', '1')
    .option('--agreement <share>', 'share of them that has to say the same, or there is no signal', '1')
    .option('--temperature <number>', 'how much answers vary, from 0 to 2 (default: 0; with several samples 1)')
    .option('--max-tokens <count>', 'the most tokens that an answer may have (default: 400)')
    .option('--masked', 'hide symbol, dates and the scale of prices, so that the model cannot remember them')
    .option('--note <text>', 'text that the model sees as data, such as news')
    .option('--max-cost <dollars>', 'what all answers may cost together, those of earlier runs included; without it nothing is asked')
    .option('--plan', 'only show what would be asked and what it would cost')
    .option('--prices <file>', 'your prices, ahead of ours (default: the file in WICK_LLM_PRICES)')
    .option('--referer <url>', 'sent along for keys that are bound to one, or set HOLYSHEEP_REFERER and its like')
    .option('--requests-per-minute <count>', 'what your account may ask (default: as far as the provider is known, such as 300 at holysheep)')
    .option('--tokens-per-minute <count>', 'the same in tokens, those of the answers included')
    .option('--concurrency <count>', 'requests under way at the same time', '16')
    .option('--timeout <seconds>', 'for one request', '120')
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
