import { EventEmitter, once } from 'node:events';
import type { InstrumentRegistry, Series } from '@wick/core';
import type { Command } from 'commander';
import { leafCommand, type OutputOptions } from '../command.ts';
import type { CliContext } from '../context.ts';
import type { ExportedFile, ExportRequest } from '../export/export-series.ts';
import { emit } from '../output/emit.ts';
import { withStorage } from '../with-storage.ts';

interface Options extends OutputOptions {
  readonly interval: string;
  readonly market?: string;
  readonly exchange?: string;
  readonly since?: string;
  readonly until?: string;
  readonly format?: string;
  readonly decimals: string;
  readonly out?: string;
}

export const candlesExportCommand = (context: CliContext): Command =>
  leafCommand('export', 'stored candles for other programs: CSV, JSON, Parquet or Arrow')
    .argument('<symbols...>', 'such as BTCUSDT; several go into a folder, one file each')
    .requiredOption('-i, --interval <interval>', 'candle interval, such as 1m or 1h')
    .option('--market <market>', 'spot, um or cm', 'spot')
    .option('--exchange <exchange>', 'binance or simulated', 'binance')
    .option('--since <time>', 'first open time, UTC, such as 2024-11-01')
    .option('--until <time>', 'open time to stop before')
    .option('-f, --format <format>', 'csv, json, parquet or arrow (default: as the file ends, or csv)')
    .option('--decimals <how>', 'in Parquet and Arrow: float64, or text with every digit', 'float64')
    .option('-o, --out <file>', 'write a file, all or nothing, instead of stdout; a folder for several symbols')
    .addHelpText('after', `
CSV and JSON hold exact decimals. Parquet and Arrow hold float64 unless --decimals text, null where nothing is known, times
as UTC timestamps, and what they are in their metadata: series, dataset hash, gaps.`)
    .action((symbols: string[], options: Options) => exportCandles(context, symbols, options));

async function exportCandles(context: CliContext, symbols: readonly string[], options: Options): Promise<void> {
  const [{ oneOf, readSeries }, { readRange }, { readFormat }, { DECIMALS }, { pathsOf }] = await Promise.all([
    import('../options/series-options.ts'),
    import('../options/time-options.ts'),
    import('../export/export-format.ts'),
    import('../export/export-columns.ts'),
    import('../export/export-paths.ts'),
  ]);
  const series = [...new Set(symbols)].map((symbol) => readSeries(symbol, options));
  const range = readRange(options);
  // One JSON document on stdout: without a file, --json asks for the candles themselves.
  const format = options.json && options.out === undefined ? 'json' : readFormat(options);
  const decimals = oneOf('--decimals', options.decimals, DECIMALS);
  const paths = await pathsOf(series, format, options.out);
  await withStorage(context, async ({ candles: store, instruments }) => {
    const request = { store, range, format, decimals, signal: context.signal };
    if (paths === undefined) await exportToStdout(context, series[0]!, request, instruments);
    else await exportToFiles(context, series, paths, request, instruments, options);
  });
}

async function exportToFiles(
  context: CliContext,
  series: readonly Series[],
  paths: readonly string[],
  request: ExportRequest,
  instruments: InstrumentRegistry,
  options: Options,
): Promise<void> {
  const [{ exportSeries, newTally }, { exportedToText }, { noteInstruments }] = await Promise.all([
    import('../export/export-series.ts'),
    import('../export/exported-to-text.ts'),
    import('../export/note-instruments.ts'),
  ]);
  const files: ExportedFile[] = [];
  for (const [at, each] of series.entries()) {
    const tally = newTally();
    files.push(await exportSeries(each, paths[at]!, request, tally));
    await noteInstruments(context, instruments, each, tally);
  }
  emit(context, options, files.length === 1 ? files[0] : { files }, () => files.map(exportedToText).join('\n'));
}

async function exportToStdout(context: CliContext, series: Series, request: ExportRequest, instruments: InstrumentRegistry): Promise<void> {
  const [{ newTally, storedCandles }, { candlesToText }, { noteInstruments }] = await Promise.all([
    import('../export/export-series.ts'),
    import('../candles-to-text.ts'),
    import('../export/note-instruments.ts'),
  ]);
  const tally = newTally();
  const text = candlesToText(storedCandles(series, request, tally), request.format === 'json' ? 'json' : 'csv');
  for await (const chunk of text) await writeAll(context, chunk);
  await noteInstruments(context, instruments, series, tally);
}

/** Waits while a slow reader catches up, so that a long export does not pile up in memory. */
async function writeAll({ stdout, signal }: CliContext, chunk: string): Promise<void> {
  const goesOn = stdout.write(chunk);
  if (goesOn === false && stdout instanceof EventEmitter) await once(stdout, 'drain', { signal });
}
