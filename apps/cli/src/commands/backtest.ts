import type { Command } from 'commander';
import type { PreparedRun } from '../backtest/prepare-run.ts';
import type { Run } from '../backtest/run-to-report.ts';
import { leafCommand, type OutputOptions, UsageError } from '../command.ts';
import type { CliContext } from '../context.ts';
import { withExecutionFlags } from '../options/execution-flags.ts';
import type { ExecutionOptions } from '../options/execution-options.ts';
import { withPortfolioFlags } from '../options/portfolio-flags.ts';
import type { ConventionOptions, PortfolioOptions } from '../options/portfolio-options.ts';
import type { SignalOptions } from '../options/signal-options.ts';

export interface BacktestOptions extends OutputOptions, ExecutionOptions, SignalOptions, PortfolioOptions, ConventionOptions {
  readonly interval: string;
  readonly market?: string;
  readonly exchange?: string;
  readonly since?: string;
  readonly until?: string;
  readonly strategy?: string;
  readonly signals?: string;
  readonly rules?: string;
  readonly report?: string;
  readonly equity: string;
  readonly fills?: true;
  readonly allMetrics?: true;
}

export const backtestCommand = (context: CliContext): Command =>
  withExecutionFlags(withPortfolioFlags(whatToRun()))
    .option('-r, --report <file>', 'write an HTML report too')
    .option('--equity <form>', 'in --json: none, daily or bars', 'none')
    .option('--fills', 'in --json: every fill too')
    .option('--no-funding', 'of perpetual contracts: do not charge the funding that is stored')
    .option('--all-metrics', 'in the table: every metric, by group')
    .addHelpText('after', AFTER)
    .action((symbols: string[], options: BacktestOptions) => backtest(context, symbols, options));

const AFTER = `
Several symbols share one cash; each is traded by the same strategy, or held at its weight. Where cash is short, --sequence
says who has its turn first. A size of 100% of equity leaves the first symbol all of it: write "size: 25% of equity".`;

const whatToRun = (): Command =>
  leafCommand('backtest', 'run a strategy, or signals from a file, over stored candles')
    .argument('<symbols...>', 'such as BTCUSDT; several share one cash')
    .requiredOption('-i, --interval <interval>', 'candle interval, such as 1m or 1h')
    .option('-s, --strategy <strategy>', 'a sentence, the text form, or a .json or .wick file')
    .option('--signals <file>', 'instead of a strategy: CSV or NDJSON of timestamp, action (BUY, SELL, HOLD), confidence')
    .option('--min-confidence <share>', 'drop signals with less, such as 0.6')
    .option('--timestamps <which>', 'open: the bar that opens then, never looks ahead; close: the bar that ends then')
    .option('--rules <rules>', 'with --signals: how much to hold and which stops protect it, such as "stop loss: 2%; size: 50% of equity"')
    .option('--sell <meaning>', 'exit: SELL closes a long position; short: it opens a short one too')
    .option('--market <market>', 'spot, um or cm', 'spot')
    .option('--exchange <exchange>', 'binance or simulated', 'binance')
    .option('--since <time>', 'first open time, UTC, such as 2024-11-01')
    .option('--until <time>', 'open time to stop before');

/** One symbol has a result of its own form; several, and weights, are a portfolio. */
async function backtest(context: CliContext, symbols: readonly string[], options: BacktestOptions): Promise<void> {
  if (symbols.length === 1 && options.weights === undefined) return backtestStored(context, symbols[0]!, options);
  const { backtestStoredPortfolio } = await import('../portfolio/backtest-stored-portfolio.ts');
  return backtestStoredPortfolio(context, symbols, options);
}

async function backtestStored(context: CliContext, symbol: string, options: BacktestOptions): Promise<void> {
  const [{ oneOf, readSeries }, { readRange }, { chargesFunding, readBacktestExecution }] = await Promise.all([
    import('../options/series-options.ts'),
    import('../options/time-options.ts'),
    import('../options/portfolio-options.ts'),
  ]);
  // Everything that can be wrong with the command line is found before anything is opened.
  const series = readSeries(symbol, options);
  const range = readRange(options);
  const execution = readBacktestExecution(options);
  const equity = oneOf('--equity', options.equity, ['none', 'daily', 'bars']);
  const prepared = await prepare(context, options);

  const { loadMarket } = await import('../backtest/load-market.ts');
  // While the database starts and answers there is time to load the rest.
  const [{ frame, funding }, { rangeToNotes }] = await Promise.all([
    loadMarket(context, series, range, prepared.columns),
    import('../backtest/range-to-notes.ts'),
    import('@wick/engine'),
    import('@wick/report'),
  ]);
  context.signal.throwIfAborted();
  const run = await prepared.run(frame, execution, chargesFunding(options) ? funding : undefined);
  await printRun(context, options, run, { notes: rangeToNotes(frame, range), equity });
}

async function prepare(context: CliContext, options: BacktestOptions): Promise<PreparedRun> {
  const { strategy, signals, rules } = options;
  const problem = wrongUsage(options);
  if (problem !== undefined) throw new UsageError(problem, 'wick backtest');
  const [{ prepareStrategy, prepareSignals }, { readSignalReading }] = await Promise.all([
    import('../backtest/prepare-run.ts'),
    import('../options/signal-options.ts'),
  ]);
  const reading = readSignalReading(options);
  return signals === undefined ? prepareStrategy(strategy!) : prepareSignals(context, signals, reading, rules);
}

const OF_SIGNALS = ['minConfidence', 'timestamps', 'sell', 'rules'] as const satisfies readonly (keyof BacktestOptions)[];
const OF_SEVERAL = ['sequence', 'closeDelisted'] as const satisfies readonly (keyof BacktestOptions)[];

/** What does not go together for one symbol. */
function wrongUsage(options: BacktestOptions): string | undefined {
  const { strategy, signals, rebalance } = options;
  const flag = (name: string): string => `'--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}'`;
  const ofSignals = OF_SIGNALS.find((name) => options[name] !== undefined);
  const ofSeveral = OF_SEVERAL.find((name) => options[name] !== undefined);
  if (strategy !== undefined && signals !== undefined) return "option '--strategy' cannot be used with '--signals'";
  if (ofSignals !== undefined && signals === undefined) return `option ${flag(ofSignals)} needs '--signals <file>'`;
  if (rebalance !== undefined) return "option '--rebalance' needs '--weights <list>'";
  if (ofSeveral !== undefined) return `option ${flag(ofSeveral)} needs several symbols`;
  if (strategy === undefined && signals === undefined) return "required option '-s, --strategy <strategy>' or '--signals <file>' not specified";
  return undefined;
}

interface PrintOptions {
  readonly notes: readonly string[];
  readonly equity: 'none' | 'daily' | 'bars';
}

async function printRun(context: CliContext, options: BacktestOptions, run: Run, { notes, equity }: PrintOptions): Promise<void> {
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
