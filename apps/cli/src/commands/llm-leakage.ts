import type { Command } from 'commander';
import { leafCommand } from '../command.ts';
import type { CliContext } from '../context.ts';
import { withSeriesFlags } from '../options/series-flags.ts';
import { several } from '../options/several.ts';
import type { SignalsOptions } from './signals.ts';

export interface LeakageOptions extends Omit<SignalsOptions, 'masked' | 'note' | 'out'> {
  readonly windows: string;
  readonly horizon?: string;
}

export const llmLeakageCommand = (context: CliContext): Command =>
  withSeriesFlags(leafCommand('leakage', 'does a model remember the past? The same windows, masked and plain'))
    .requiredOption('-a, --ask <instruction>', 'what the model is to judge by, such as "buy dips in an uptrend"')
    .option('--provider <provider>', 'holysheep, openai, deepseek, anthropic, gemini or a base URL (default: holysheep)')
    .option('--model <model>', 'which model of the provider')
    .option('--accept-model <model>', 'another model that may answer in its place (repeatable)', several)
    .option('--windows <count>', 'windows at most, spread over the whole range; each is asked about twice', '200')
    .option('--window <candles>', 'closed candles that the model sees', '50')
    .option('--every <bars>', 'bars at least from one decision to the next', '24')
    .option('--horizon <bars>', 'bars after which a decision is judged, no more than --every (default: --every)')
    .option('--samples <count>', 'answers a window', '1')
    .option('--agreement <share>', 'share of them that has to say the same, or there is no signal', '1')
    .option('--temperature <number>', 'how much answers vary, from 0 to 2 (default: 0; with several samples 1)')
    .option('--max-tokens <count>', 'the most tokens that an answer may have (default: 400)')
    .option('--max-cost <dollars>', 'what all answers may cost together, those of earlier runs included; without it nothing is asked')
    .option('--plan', 'only show what would be asked and what it would cost')
    .option('--prices <file>', 'your prices and cut-offs, ahead of ours (default: the file in WICK_LLM_PRICES)')
    .option('--referer <url>', 'sent along for keys that are bound to one, or set HOLYSHEEP_REFERER and its like')
    .option('--concurrency <count>', 'requests under way at the same time', '16')
    .option('--timeout <seconds>', 'for one request', '120')
    .addHelpText('after', AFTER)
    .action(async (symbol: string, options: LeakageOptions) => {
      const { measureLeakage } = await import('../llm/measure-leakage.ts');
      await measureLeakage(context, symbol, options);
    });

const AFTER = `
Masked, a model sees neither symbol nor dates nor the scale of prices. What it makes of the candles alone, it makes of masked
ones too; what it earns beyond that, it has from elsewhere. Answers are kept and replayed as those of "wick signals" are.
Exit code 0 whatever is found: see "verdict" in the output.`;
