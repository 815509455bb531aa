import type { Command } from 'commander';
import { leafCommand, type OutputOptions } from '../command.ts';
import type { CliContext } from '../context.ts';
import { emit } from '../output/emit.ts';

export interface CostOptions extends OutputOptions {
  readonly provider?: string;
  readonly model?: string;
  readonly candles: string;
  readonly window: string;
  readonly every: string;
  readonly masked?: true;
  readonly tokensPerDay: string;
  readonly measured?: readonly string[];
  readonly prices?: string;
}

export const llmCostCommand = (context: CliContext): Command =>
  leafCommand('cost', 'what models cost: a sentence compiled once, against a question for every window')
    .option('--provider <provider>', 'only this provider, such as holysheep')
    .option('--model <model>', 'only this model')
    .option('--candles <count>', 'candles that the compiled strategy runs over', '1000000')
    .option('--window <candles>', 'candles a window', '50')
    .option('--every <bars>', 'a decision every so many bars', '1')
    .option('--masked', 'windows without symbol, dates and the scale of prices')
    .option('--tokens-per-day <count>', 'output of a steady use', '1000000')
    .option('--measured <files...>', 'tokens as they were charged: of a strategy that a model compiled with --out, or of "wick signals"')
    .option('--prices <file>', 'your prices, ahead of ours (default: the file in WICK_LLM_PRICES)')
    .addHelpText('after', '\nNothing is asked and nothing is spent: the tokens of the real prompts are counted here. "wick llm prices --help" says where prices are from.')
    .action(async (options: CostOptions) => {
      const [{ compareCost }, { costToText }] = await Promise.all([import('../llm/compare-cost.ts'), import('../llm/cost-to-text.ts')]);
      const comparison = await compareCost(context, options, Date.now());
      emit(context, options, comparison, () => costToText(comparison));
    });
