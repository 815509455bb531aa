import type { Command } from 'commander';
import { leafCommand, type OutputOptions } from '../command.ts';
import type { CliContext } from '../context.ts';
import type { ExecutionOptions } from '../options/execution-options.ts';
import { several } from '../options/several.ts';
import type { CombinationOptions } from '../sweep/read-combinations.ts';

export interface SweepCommandOptions extends OutputOptions, ExecutionOptions, CombinationOptions {
  readonly interval: string;
  readonly market?: string;
  readonly exchange?: string;
  readonly since?: string;
  readonly until?: string;
  readonly strategy: string;
  readonly maxCombinations?: string;
  readonly metrics?: string;
  readonly sort?: string;
  readonly lowest?: true;
  readonly top: string;
  readonly threads?: string;
  readonly memory?: string;
  readonly out?: string;
  readonly restart?: true;
  readonly report?: string;
}

export const sweepCommand = (context: CliContext): Command =>
  leafCommand('sweep', 'try a strategy with many values of its parameters over stored candles')
    .argument('<symbol>', 'such as BTCUSDT')
    .requiredOption('-i, --interval <interval>', 'candle interval, such as 1m or 1h')
    .requiredOption('-s, --strategy <strategy>', 'rules with $name in the place of numbers, or a file of them')
    .option('-p, --param <values>', 'values of one parameter: fast=2..100, stop=0.5..3 step 0.5, fast=5,10,20 (repeatable)', several)
    .option('--where <constraint>', 'what must hold between parameters, such as "fast < slow"')
    .option('--random <count>', 'so many combinations, chosen at random, instead of all')
    .option('--seed <number>', 'decides the choice of --random (default: 1)')
    .option('--combinations <file>', 'instead of --param: CSV with a line of names, or a JSON array of objects')
    .option('--max-combinations <count>', 'refuse a sweep of more (default: 1000000)')
    .option('--metrics <names>', 'columns of the result, such as totalReturn,sharpe,maxDrawdown')
    .option('--sort <metric>', 'what the best are the best by (default: sharpe, or the first metric)')
    .option('--lowest', 'the lowest value is the best')
    .option('--top <count>', 'how many of the best to show', '10')
    .option('--threads <count>', 'default: one for each processor, where there is work for them')
    .option('--memory <megabytes>', 'for what is worked on at a time; the candles come on top (default: 256)')
    .option('-o, --out <file>', 'write every combination: .csv, or .arrow (an Arrow IPC stream); goes on where a killed run was')
    .option('--restart', 'begin anew where an interrupted sweep could be continued')
    .option('-r, --report <file>', 'write an HTML report of the best')
    .option('--market <market>', 'spot, um or cm', 'spot')
    .option('--exchange <exchange>', 'binance or simulated', 'binance')
    .option('--since <time>', 'first open time, UTC, such as 2024-11-01')
    .option('--until <time>', 'open time to stop before')
    .option('--fill <rule>', 'next-open: at the open after the signal; close: at the close of its own bar')
    .option('--cash <amount>', 'initial cash in the quote asset')
    .option('--fee <rate>', 'fee of each fill, such as 0.001 or 0.1%')
    .option('--maker-fee <rate>', 'fee of resting orders, where it differs')
    .option('--slippage <bps>', 'how much worse than the price a fill is, in basis points')
    .option('--risk-free <rate>', 'yearly rate for Sharpe and Sortino, such as 2%')
    .action((symbol: string, options: SweepCommandOptions) => sweepStored(context, symbol, options));

async function sweepStored(context: CliContext, symbol: string, options: SweepCommandOptions): Promise<void> {
  const [{ readSeries }, { readRange }, { readSweepRequest }] = await Promise.all([
    import('../options/series-options.ts'),
    import('../options/time-options.ts'),
    import('../sweep/read-request.ts'),
  ]);
  // Everything that can be wrong with the command line is found before anything is opened.
  const series = readSeries(symbol, options);
  const range = readRange(options);
  const request = await readSweepRequest(options);
  const [{ loadMarket }, { rangeToNotes }, { runSweep }, { finishSweep }] = await Promise.all([
    import('../backtest/load-market.ts'),
    import('../backtest/range-to-notes.ts'),
    import('../sweep/run-sweep.ts'),
    import('../sweep/finish-sweep.ts'),
  ]);
  const { frame } = await loadMarket(context, series, range, request.columns);
  context.signal.throwIfAborted();
  const sweep = await runSweep(context, { ...request, frame });
  await finishSweep(context, options, { request, frame, sweep, notes: [...request.notes, ...rangeToNotes(frame, range)] });
}
