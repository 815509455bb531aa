import type { Command } from 'commander';
import { several } from './several.ts';

/** The options of a command that asks a model window by window, as commander hands them on. */
export interface JudgingFlags {
  readonly ask: string;
  readonly provider?: string;
  readonly model?: string;
  readonly acceptModel?: readonly string[];
  readonly window: string;
  readonly samples: string;
  readonly agreement: string;
  readonly temperature?: string;
  readonly maxTokens?: string;
  readonly maxCost?: string;
  readonly plan?: true;
  readonly prices?: string;
  readonly referer?: string;
  readonly requestsPerMinute?: string;
  readonly tokensPerMinute?: string;
  readonly concurrency: string;
  readonly timeout: string;
}

/** Who is asked what, how fast and for how much at most. */
export const withJudgingFlags = (command: Command): Command =>
  command
    .requiredOption('-a, --ask <instruction>', 'what the model is to judge by, such as "buy dips in an uptrend"')
    .option('--provider <provider>', 'holysheep, openai, deepseek, anthropic, gemini or a base URL (default: holysheep)')
    .option('--model <model>', 'which model of the provider')
    .option('--accept-model <model>', 'another model that may answer in its place (repeatable)', several)
    .option('--window <candles>', 'closed candles that the model sees', '50')
    .option('--samples <count>', 'answers a window', '1')
    .option('--agreement <share>', 'share of them that has to say the same, or there is no signal', '1')
    .option('--temperature <number>', 'how much answers vary, from 0 to 2 (default: 0; with several samples 1)')
    .option('--max-tokens <count>', 'the most tokens that an answer may have (default: 400)')
    .option('--max-cost <dollars>', 'what all answers may cost together, those of earlier runs included; without it nothing is asked')
    .option('--plan', 'only show what would be asked and what it would cost')
    .option('--prices <file>', 'your prices and cut-offs, ahead of ours (default: the file in WICK_LLM_PRICES)')
    .option('--referer <url>', 'sent along for keys that are bound to one, or set HOLYSHEEP_REFERER and its like')
    .option('--requests-per-minute <count>', 'what your account may ask (default: as far as the provider is known, such as 300 at holysheep)')
    .option('--tokens-per-minute <count>', 'the same in tokens, those of the answers included')
    .option('--concurrency <count>', 'requests under way at the same time', '16')
    .option('--timeout <seconds>', 'for one request', '120');
