import type { Command } from 'commander';
import type { PreparedRun } from '../backtest/prepare-run.ts';
import type { Run } from '../backtest/run-to-report.ts';
import { leafCommand, type OutputOptions, UsageError } from '../command.ts';
import type { CliContext } from '../context.ts';
import { withExecutionFlags } from '../options/execution-flags.ts';
import type { ExecutionOptions } from '../options/execution-options.ts';
import type { SignalOptions } from '../options/signal-options.ts';

interface Options extends OutputOptions, ExecutionOptions, SignalOptions {
  readonly interval: string;
  readonly market?: string;
  readonly exchange?: string;
  readonly since?: string;
  readonly until?: string;
  readonly strategy?: string;
  readonly signals?: string;
  readonly report?: string;
  readonly equity: string;
  readonly fills?: true;
  readonly allMetrics?: true;
}

export const backtestCommand = (context: CliContext): Command =>
  withExecutionFlags(whatToRun())
    .option('-r, --report <file>', 'write an HTML report too')
    .option('--equity <form>', 'in --json: none, daily or bars', 'none')
    .option('--fills', 'in --json: every fill too')
    .option('--all-metrics', 'in the table: every metric, by group')
    .action((symbol: string, options: Options) => backtestStored(context, symbol, options));

const whatToRun = (): Command =>
  leafCommand('backtest', 'run a strategy, or signals from a file, over stored candles')
    .argument('<symbol>', 'such as BTCUSDT')
    .requiredOption('-i, --interval <interval>', 'candle interval, such as 1m or 1h')
    .option('-s, --strategy <strategy>', 'a sentence, the text form, or a .json or .wick file')
    .option('--signals <file>', 'instead of a strategy: CSV or NDJSON of timestamp, action (BUY, SELL, HOLD), confidence')
    .option('--min-confidence <share>', 'drop signals with less, such as 0.6')
    .option('--timestamps <which>', 'open: the bar that opens then, never looks ahead; close: the bar that ends then')
    .option('--sell <meaning>', 'exit: SELL closes a long position; short: it opens a short one too')
    .option('--market <market>', 'spot, um or cm', 'spot')
    .option('--exchange <exchange>', 'binance or simulated', 'binance')
    .option('--since <time>', 'first open time, UTC, such as 2024-11-01')
    .option('--until <time>', 'open time to stop before');

async function backtestStored(context: CliContext, symbol: string, options: Options): Promise<void> {
  const [{ oneOf, readSeries }, { readRange }, { readExecution }] = await Promise.all([
    import('../options/series-options.ts'),
    import('../options/time-options.ts'),
    import('../options/execution-options.ts'),
  ]);
  // Everything that can be wrong with the command line is found before anything is opened.
  const series = readSeries(symbol, options);
  const range = readRange(options);
  const execution = readExecution(options);
  const equity = oneOf('--equity', options.equity, ['none', 'daily', 'bars']);
  const prepared = await prepare(context, options);

  const { loadFrame } = await import('../backtest/load-frame.ts');
  // While the database starts and answers there is time to load the rest.
  const [frame, { rangeToNotes }] = await Promise.all([
    loadFrame(context, series, range, prepared.columns),
    import('../backtest/range-to-notes.ts'),
    import('@wick/engine'),
    import('@wick/report'),
  ]);
  context.signal.throwIfAborted();
  const run = await prepared.run(frame, execution);
  await printRun(context, options, run, { notes: rangeToNotes(frame, range), equity });
}

async function prepare(context: CliContext, options: Options): Promise<PreparedRun> {
  const { strategy, signals } = options;
  const { prepareStrategy, prepareSignals } = await import('../backtest/prepare-run.ts');
  const { readSignalReading } = await import('../options/signal-options.ts');
  const reading = readSignalReading(options);
  if (strategy !== undefined && signals === undefined && Object.keys(reading).length === 0) return prepareStrategy(strategy);
  if (signals !== undefined && strategy === undefined) return prepareSignals(context, signals, reading);
  const [option] = Object.keys(reading);
  throw new UsageError(wrongRules(strategy, signals, option), 'wick backtest');
}

function wrongRules(strategy?: string, signals?: string, option?: string): string {
  if (strategy !== undefined && signals !== undefined) return "option '--strategy' cannot be used with '--signals'";
  if (option === undefined) return "required option '-s, --strategy <strategy>' or '--signals <file>' not specified";
  return `option '--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}' needs '--signals <file>'`;
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
    context.stdout.write(`${runToText(run, context, { notes, metrics: options.allMetrics ? 'all' : 'key' })}\n${path === undefined ? '' : `\nReport: ${path}\n`}`);
  }
}
