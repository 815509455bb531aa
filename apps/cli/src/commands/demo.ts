import type { Command } from 'commander';
import { leafCommand, type OutputOptions } from '../command.ts';
import type { CliContext } from '../context.ts';

interface Options extends OutputOptions {
  readonly marketData: string;
  readonly out: string;
}

export const demoCommand = (context: CliContext): Command =>
  leafCommand('demo', 'a year of BTCUSDT, a sentence, a backtest and its report: no key needed')
    .option('--market-data <from>', 'binance, simulator, or auto: Binance if it answers within 3 seconds', 'auto')
    .option('-o, --out <file>', 'the HTML report', 'reports/demo.html')
    .action(async (options: Options) => {
      const [{ oneOf }, { runDemo }] = await Promise.all([import('../options/series-options.ts'), import('../demo/run-demo.ts')]);
      const marketData = oneOf('--market-data', options.marketData, ['auto', 'binance', 'simulator']);
      await runDemo(context, { marketData, out: options.out, json: options.json ?? false });
    });
