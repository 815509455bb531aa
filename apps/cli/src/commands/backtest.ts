import type { Command } from 'commander';
import type { Run } from '../backtest/run-to-report.ts';
import { leafCommand, type OutputOptions } from '../command.ts';
import type { CliContext } from '../context.ts';
import type { ExecutionOptions } from '../options/execution-options.ts';

interface Options extends OutputOptions, ExecutionOptions {
  readonly interval: string;
  readonly market?: string;
  readonly exchange?: string;
  readonly since?: string;
  readonly until?: string;
  readonly strategy: string;
  readonly report?: string;
  readonly equity: string;
  readonly fills?: true;
}

export const backtestCommand = (context: CliContext): Command =>
  leafCommand('backtest', 'run a strategy over stored candles')
    .argument('<symbol>', 'such as BTCUSDT')
    .requiredOption('-i, --interval <interval>', 'candle interval, such as 1m or 1h')
    .requiredOption('-s, --strategy <strategy>', 'a sentence, the text form, or a .json or .wick file')
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
    .option('-r, --report <file>', 'write an HTML report too')
    .option('--equity <form>', 'in --json: none, daily or bars', 'none')
    .option('--fills', 'in --json: every fill too')
    .action((symbol: string, options: Options) => backtestStored(context, symbol, options));

async function backtestStored(context: CliContext, symbol: string, options: Options): Promise<void> {
  const [{ columnsOfStrategy }, { oneOf, readSeries }, { readRange }, { readExecution }, { readStrategy }] = await Promise.all([
    import('@wick/core'),
    import('../options/series-options.ts'),
    import('../options/time-options.ts'),
    import('../options/execution-options.ts'),
    import('../strategy/read-strategy.ts'),
  ]);
  // Everything that can be wrong with the command line is found before anything is opened.
  const series = readSeries(symbol, options);
  const range = readRange(options);
  const execution = readExecution(options);
  const equity = oneOf('--equity', options.equity, ['none', 'daily', 'bars']);
  const { strategy, sentence, assumptions } = await readStrategy(options.strategy);

  const { loadFrame } = await import('../backtest/load-frame.ts');
  // While the database starts and answers there is time to load the rest.
  const [frame, { backtest }, { rangeToNotes }] = await Promise.all([
    loadFrame(context, series, range, columnsOfStrategy(strategy)),
    import('@wick/engine'),
    import('../backtest/range-to-notes.ts'),
    import('@wick/report'),
  ]);
  context.signal.throwIfAborted();
  const result = backtest(frame, strategy, { execution, assumptions });
  const run: Run = { result, frame, ...(sentence !== undefined && { sentence }) };
  await printRun(context, options, run, { notes: rangeToNotes(frame, range), equity });
}

interface PrintOptions {
  readonly notes: readonly string[];
  readonly equity: 'none' | 'daily' | 'bars';
}

async function printRun(context: CliContext, options: Options, run: Run, { notes, equity }: PrintOptions): Promise<void> {
  const [{ writeReport }, { runToText }, { resultToJson }] = await Promise.all([
    import('../backtest/run-to-report.ts'),
    import('../backtest/run-to-text.ts'),
    import('@wick/report'),
  ]);
  const path = options.report === undefined ? undefined : await writeReport(options.report, run);
  if (options.json) {
    context.stdout.write(`${resultToJson(run.result, { equity, fills: options.fills ?? false })}\n`);
    for (const note of notes) context.stderr.write(`${note}\n`);
  } else {
    context.stdout.write(`${runToText(run, notes, context)}\n${path === undefined ? '' : `\nReport: ${path}\n`}`);
  }
}
