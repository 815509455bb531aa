import type { Command } from 'commander';
import { leafCommand, type OutputOptions } from '../command.ts';
import type { CliContext } from '../context.ts';
import { several } from '../options/several.ts';
import type { TrialOptions } from '../strategy/candles-to-try.ts';

export interface CompileOptions extends OutputOptions, TrialOptions {
  readonly provider?: string;
  readonly model?: string;
  readonly acceptModel?: readonly string[];
  readonly anyModel?: true;
  readonly referer?: string;
  readonly timeout?: string;
  readonly maxCost?: string;
  readonly prices?: string;
  readonly allowNoTrades?: true;
  /** False for `--no-dry-run`. */
  readonly dryRun: boolean;
  readonly out?: string;
}

export const strategyCompileCommand = (context: CliContext): Command =>
  leafCommand('compile', 'turn a sentence in English into a strategy')
    .argument('<sentence>', 'such as "RSI oversold (<30) with volume spike (>1.5x 20-period MA)"')
    .option('--provider <provider>', 'ask a model of holysheep, openai, deepseek, anthropic, gemini or a base URL (default: the built-in grammar)')
    .option('--model <model>', 'which model of the provider; without --provider, of holysheep')
    .option('--accept-model <model>', 'another model that may answer in its place (repeatable)', several)
    .option('--any-model', 'any model may answer in its place')
    .option('--referer <url>', 'sent along for keys that are bound to one, or set HOLYSHEEP_REFERER and its like')
    .option('--timeout <seconds>', 'for the whole compilation, repairs and pauses included (default: 120)')
    .option('--max-cost <usd>', 'what it may cost at most, in US dollars; nothing is sent that could exceed it')
    .option('--prices <file>', 'your prices, ahead of ours (default: the file in WICK_LLM_PRICES)')
    .option('-o, --out <file>', 'save the strategy: .json for its JSON form, .wick for its text form; with what it came from')
    .option('--symbol <symbol>', 'try it on stored candles, such as BTCUSDT (of a model’s strategy, default: the longest series)')
    .option('-i, --interval <interval>', 'of these candles, such as 1h')
    .option('--market <market>', 'spot, um or cm')
    .option('--exchange <exchange>', 'binance or simulated')
    .option('--since <time>', 'first open time, UTC, such as 2024-11-01')
    .option('--until <time>', 'open time to stop before')
    .option('--allow-no-trades', 'take a strategy that would never have traded on them all the same')
    .option('--no-dry-run', 'do not try a model’s strategy on stored candles')
    .addHelpText('after', AFTER)
    .action(async (sentence: string, options: CompileOptions) => {
      const { compile } = await import('../strategy/compile.ts');
      await compile(context, sentence, options);
    });

const AFTER = `
The key of a provider is read from HOLYSHEEP_API_KEY, OPENAI_API_KEY, DEEPSEEK_API_KEY, ANTHROPIC_API_KEY or GEMINI_API_KEY;
HOLYSHEEP_BASE_URL and its like put a gateway in its place. What a model compiled is compared with what the grammar
understands, and tried on stored candles.`;
