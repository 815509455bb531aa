import type { Command } from 'commander';
import { leafCommand } from '../command.ts';
import type { CliContext } from '../context.ts';
import { withJudgingFlags } from '../options/judging-flags.ts';
import { withSeriesFlags } from '../options/series-flags.ts';
import type { SignalsOptions } from './signals.ts';

export interface LeakageOptions extends Omit<SignalsOptions, 'masked' | 'note' | 'out'> {
  readonly windows: string;
  readonly horizon?: string;
}

export const llmLeakageCommand = (context: CliContext): Command =>
  withJudgingFlags(withSeriesFlags(leafCommand('leakage', 'does a model remember the past? The same windows, masked and plain')))
    .option('--windows <count>', 'windows at most, more than 30, spread over the whole range; each is asked about twice', '200')
    .option('--every <bars>', 'bars at least from one decision to the next', '24')
    .option('--horizon <bars>', 'bars after which a decision is judged, no more than --every (default: --every)')
    .addHelpText('after', AFTER)
    .action(async (symbol: string, options: LeakageOptions) => {
      const { measureLeakage } = await import('../llm/measure-leakage.ts');
      await measureLeakage(context, symbol, options);
    });

const AFTER = `
Masked, a model sees neither symbol nor dates nor the scale of prices. What it makes of the candles alone, it makes of masked
ones too; what it earns beyond that, it has from elsewhere. Answers are kept and replayed as those of "wick signals" are.
Exit code 0 whatever is found: see "verdict" in the output.`;
