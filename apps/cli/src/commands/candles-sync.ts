import type { Coverage, Series, TimeRange, WickError } from '@wick/core';
import type { RestMarket, SyncReport } from '@wick/ingestion';
import type { Storage } from '@wick/storage';
import type { Command } from 'commander';
import { FailureReported, leafCommand, type OutputOptions } from '../command.ts';
import type { CliContext } from '../context.ts';
import { binanceAddress } from '../options/binance-address.ts';
import { coverageToSentence } from '../output/coverage-to-sentence.ts';
import { emit } from '../output/emit.ts';
import { writtenToText } from '../output/import-to-text.ts';
import { type Paint, paintFor } from '../output/paint.ts';
import { startProgress } from '../output/progress.ts';
import { withStorage } from '../with-storage.ts';

interface Options extends OutputOptions {
  readonly interval: string;
  readonly since: string;
  readonly until?: string;
  readonly market: string;
}

/** What became of one symbol. */
type SyncOutcome =
  | (SyncReport & { readonly coverage: Coverage })
  | { readonly series: Series; readonly error: WickError };

export const candlesSyncCommand = (context: CliContext): Command =>
  leafCommand('sync', 'fetch from Binance what the store lacks of a range')
    .argument('<symbols...>', 'such as BTCUSDT ETHUSDT')
    .requiredOption('-i, --interval <interval>', 'candle interval, such as 1m or 1h')
    .requiredOption('--since <time>', 'first open time, UTC, such as 2024-11-01')
    .option('--until <time>', 'open time to stop before (default: now)')
    .option('--market <market>', 'spot, um or cm', 'spot')
    .addHelpText('after', '\nInterrupt it at any moment and run it again: it goes on where it was. A symbol that fails does not stop the others.')
    .action((symbols: string[], options: Options) => syncSymbols(context, symbols, options));

async function syncSymbols(context: CliContext, symbols: readonly string[], options: Options): Promise<void> {
  const [{ oneOf, readSeries }, { readRange }] = await Promise.all([import('../options/series-options.ts'), import('../options/time-options.ts')]);
  const market = oneOf('--market', options.market, ['spot', 'um', 'cm']);
  const wanted = symbols.map((symbol) => readSeries(symbol, options));
  const { fromMs = 0, toMs = Date.now() } = readRange(options);
  const outcomes = await withStorage(context, (storage) => syncEach(context, storage, wanted, { fromMs, toMs }, market));
  const paint = paintFor(context.stdout, context.env);
  emit(context, options, { series: outcomes }, () => outcomes.map((outcome) => outcomeToText(outcome, paint)).join('\n'));
  if (outcomes.some((outcome) => 'error' in outcome)) throw new FailureReported();
}

async function syncEach(context: CliContext, { candles: store }: Storage, wanted: readonly Series[], range: TimeRange, market: RestMarket): Promise<SyncOutcome[]> {
  const [{ createRestSource, syncSeries }, { isWickError }] = await Promise.all([import('@wick/ingestion'), import('@wick/core')]);
  const { signal } = context;
  const source = createRestSource({ market, ...binanceAddress(context) });
  const progress = await startProgress(context);
  const outcomes: SyncOutcome[] = [];
  try {
    for (const series of wanted) {
      try {
        const report = await syncSeries({ source, store, series, range, signal, onProgress: progress.listener });
        outcomes.push({ ...report, coverage: await store.coverage(series) });
      } catch (error) {
        signal.throwIfAborted();
        if (!isWickError(error) || error.code.startsWith('DATABASE')) throw error;
        outcomes.push({ series, error });
      }
    }
  } finally {
    progress.stop();
  }
  return outcomes;
}

function outcomeToText(outcome: SyncOutcome, paint: Paint): string {
  const name = `${outcome.series.symbol} ${outcome.series.interval}`;
  if ('error' in outcome) return `${paint('red', '✗')} ${name}  ${outcome.error.message}\n    ${paint('dim', '→')} ${outcome.error.remedy}`;
  const done = outcome.added === 0 && outcome.revised === 0 ? 'nothing new' : writtenToText(outcome);
  return `${paint('green', '✓')} ${name}  ${done}\n    ${coverageToSentence(outcome.coverage)}`;
}
