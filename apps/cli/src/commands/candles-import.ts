import type { Coverage, Series } from '@wick/core';
import type { ImportOutcome } from '@wick/ingestion';
import type { Storage } from '@wick/storage';
import type { Command } from 'commander';
import { FailureReported, leafCommand, type OutputOptions } from '../command.ts';
import type { CliContext } from '../context.ts';
import { emit } from '../output/emit.ts';
import { paintFor } from '../output/paint.ts';
import { startProgress } from '../output/progress.ts';
import { withStorage } from '../with-storage.ts';

interface Options extends OutputOptions {
  readonly symbol?: string;
  readonly interval?: string;
  readonly market?: string;
  readonly exchange?: string;
}

export const candlesImportCommand = (context: CliContext): Command =>
  leafCommand('import', 'store the candles of Binance archive files: .zip, .csv.gz or .csv')
    .argument('<files...>', 'named as Binance does, such as BTCUSDT-1h-2024-11.zip')
    .option('--symbol <symbol>', 'what the files hold, where their names do not say it')
    .option('-i, --interval <interval>', 'the same for the candle interval')
    .option('--market <market>', 'the same for the market: spot or um')
    .option('--exchange <exchange>', 'simulated, for candles that are not real')
    .addHelpText('after', '\nEach file is stored as a whole or not at all. A file that fails is reported, and the others go on.\nWhere Binance\'s .CHECKSUM lies beside a file, the two are compared.')
    .action((files: string[], options: Options) => importFiles(context, files, options));

async function importFiles(context: CliContext, files: readonly string[], options: Options): Promise<void> {
  const [{ readPartialSeries }, { importToJson, importToText }, { findNewInstruments }] = await Promise.all([
    import('../options/series-options.ts'),
    import('../output/import-to-text.ts'),
    import('../instruments/find-new-instruments.ts'),
  ]);
  const series = readPartialSeries(options.symbol, options);
  const { outcomes, instruments, coverages } = await withStorage(context, async (storage) => {
    const outcomes = await importEach(context, storage, files, series);
    const brought = outcomes.flatMap((outcome) => ('error' in outcome || outcome.added === 0 ? [] : [outcome]));
    return { outcomes, instruments: await findNewInstruments(storage, brought), coverages: await coveragesOf(storage, outcomes) };
  });
  const paint = paintFor(context.stdout, context.env);
  emit(context, options, importToJson(outcomes, instruments, coverages), () => importToText(outcomes, instruments, coverages, paint));
  if (outcomes.some((outcome) => 'error' in outcome)) throw new FailureReported();
}

async function importEach(
  context: CliContext,
  { candles: store }: Storage,
  paths: readonly string[],
  series: Partial<Series>,
): Promise<ImportOutcome[]> {
  const { importArchives } = await import('@wick/ingestion');
  const progress = await startProgress(context);
  try {
    return await importArchives({ paths, store, series, signal: context.signal, onProgress: progress.listener });
  } finally {
    progress.stop();
  }
}

/** What is stored now of each series that was imported. */
async function coveragesOf({ candles }: Storage, outcomes: readonly ImportOutcome[]): Promise<Coverage[]> {
  const { seriesKey } = await import('@wick/core');
  const imported = new Map(outcomes.flatMap((outcome) => ('series' in outcome ? [[seriesKey(outcome.series), outcome.series]] : [])));
  const coverages: Coverage[] = [];
  for (const series of imported.values()) coverages.push(await candles.coverage(series));
  return coverages;
}
