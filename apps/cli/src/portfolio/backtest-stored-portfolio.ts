import type { TimeRange } from '@wick/core';
import { UsageError } from '../command.ts';
import type { BacktestOptions } from '../commands/backtest.ts';
import type { CliContext } from '../context.ts';
import { chargesFunding, readBacktestExecution, readRebalance, readSymbols, readWeights } from '../options/portfolio-options.ts';
import { oneOf, readSeries } from '../options/series-options.ts';
import { readRange } from '../options/time-options.ts';
import { type FinishedPortfolio, type PreparedPortfolio, prepareSharedStrategy, prepareWeights } from './prepare-portfolio.ts';

/** Runs several symbols with one cash over stored candles, and prints what came out. */
export async function backtestStoredPortfolio(context: CliContext, given: readonly string[], options: BacktestOptions): Promise<void> {
  // Everything that can be wrong with the command line is found before anything is opened.
  const symbols = readSymbols(given);
  const all = symbols.map((symbol) => readSeries(symbol, options));
  const range = readRange(options);
  const execution = readBacktestExecution(options);
  const equity = oneOf('--equity', options.equity, ['none', 'daily', 'bars']);
  const prepared = await prepare(symbols, options);

  const { loadMarkets } = await import('../backtest/load-market.ts');
  // While the database starts and answers there is time to load the rest.
  const [loaded] = await Promise.all([loadMarkets(context, all, range, prepared.columns), import('@wick/engine'), import('@wick/report')]);
  context.signal.throwIfAborted();
  const run = await prepared.run(chargesFunding(options) ? loaded : loaded.map(({ frame }) => ({ frame })), execution);
  await printPortfolio(context, options, run, { notes: await notesOf(run, range), equity });
}

async function prepare(symbols: readonly string[], options: BacktestOptions): Promise<PreparedPortfolio> {
  const { strategy, signals, weights, rebalance, closeDelisted = false } = options;
  if (signals !== undefined) throw wrong("option '--signals' runs on one symbol");
  if (strategy !== undefined && weights !== undefined) throw wrong("option '--strategy' cannot be used with '--weights'");
  if (weights !== undefined) {
    if (rebalance === undefined) throw wrong("option '--weights' needs '--rebalance <interval>', which can be never");
    const [{ interval }] = [readSeries(symbols[0]!, options)];
    return prepareWeights({ weights: readWeights(weights, symbols), every: readRebalance(rebalance, interval) }, closeDelisted);
  }
  if (rebalance !== undefined) throw wrong("option '--rebalance' needs '--weights <list>'");
  if (strategy === undefined) throw wrong("required option '-s, --strategy <strategy>' or '--weights <list>' not specified");
  return prepareSharedStrategy(strategy, closeDelisted);
}

const wrong = (message: string): UsageError => new UsageError(message, 'wick backtest');

async function notesOf({ frames }: FinishedPortfolio, range: Partial<TimeRange>): Promise<string[]> {
  const { rangeToNotes } = await import('../backtest/range-to-notes.ts');
  return frames.flatMap((frame) => rangeToNotes(frame, range).map((note) => `${frame.series.symbol}: ${note}`));
}

interface PrintOptions {
  readonly notes: readonly string[];
  readonly equity: 'none' | 'daily' | 'bars';
}

async function printPortfolio(context: CliContext, options: BacktestOptions, run: FinishedPortfolio, { notes, equity }: PrintOptions): Promise<void> {
  const [{ portfolioToJson }, { portfolioToText }, { writePortfolioReport }] = await Promise.all([
    import('@wick/report'),
    import('./portfolio-to-text.ts'),
    import('./portfolio-to-report.ts'),
  ]);
  const path = options.report === undefined ? undefined : await writePortfolioReport(options.report, run);
  if (options.json) {
    context.stdout.write(`${portfolioToJson(run, { equity, fills: options.fills ?? false })}\n`);
    for (const note of notes) context.stderr.write(`${note}\n`);
  } else {
    context.stdout.write(`${portfolioToText(run, context, { notes, metrics: options.allMetrics ? 'all' : 'key' })}\n${path === undefined ? '' : `\nReport: ${path}\n`}`);
  }
}
