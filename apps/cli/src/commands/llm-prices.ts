import type { Command } from 'commander';
import { leafCommand, type OutputOptions } from '../command.ts';
import type { CliContext } from '../context.ts';
import { emit } from '../output/emit.ts';

interface Options extends OutputOptions {
  readonly prices?: string;
}

export const llmPricesCommand = (context: CliContext): Command =>
  leafCommand('prices', 'what is known of models: prices, their days and hours, and up to when a model may have read')
    .option('--prices <file>', 'your prices, ahead of ours (default: the file in WICK_LLM_PRICES)')
    .addHelpText('after', `
To use your own prices, save ours, change what differs, and name the file with --prices or WICK_LLM_PRICES:
  wick llm prices --json > prices.json
The first entry that fits provider, model and day counts; yours come first, and what you leave out stays as it is.`)
    .action(async (options: Options) => {
      const [{ priceTable, pricesToJson }, { loadPrices }, { pricesToText }] = await Promise.all([
        import('@wick/llm-signals'),
        import('../llm/load-prices.ts'),
        import('../llm/prices-to-text.ts'),
      ]);
      const prices = await loadPrices(context, options.prices);
      emit(context, options, pricesToJson(prices), () => pricesToText(priceTable(1_000_000, Date.now(), prices), prices));
    });
