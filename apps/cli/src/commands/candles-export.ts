import { EventEmitter, once } from 'node:events';
import type { CandleBatch, CandleStore, InstrumentRegistry, Series, TimeRange } from '@wick/core';
import type { Command } from 'commander';
import { leafCommand, type OutputOptions } from '../command.ts';
import type { CliContext } from '../context.ts';
import { emit } from '../output/emit.ts';
import { formatAmount } from '../output/format.ts';
import { withStorage } from '../with-storage.ts';

interface Options extends OutputOptions {
  readonly interval: string;
  readonly market?: string;
  readonly exchange?: string;
  readonly since?: string;
  readonly until?: string;
  readonly format: string;
  readonly out?: string;
}

export const candlesExportCommand = (context: CliContext): Command =>
  leafCommand('export', 'stored candles as CSV or JSON, with their exact decimals')
    .argument('<symbol>', 'such as BTCUSDT')
    .requiredOption('-i, --interval <interval>', 'candle interval, such as 1m or 1h')
    .option('--market <market>', 'spot, um or cm', 'spot')
    .option('--exchange <exchange>', 'binance or simulated', 'binance')
    .option('--since <time>', 'first open time, UTC, such as 2024-11-01')
    .option('--until <time>', 'open time to stop before')
    .option('-f, --format <format>', 'csv or json', 'csv')
    .option('-o, --out <file>', 'write a file, all or nothing, instead of stdout')
    .action((symbol: string, options: Options) => exportCandles(context, symbol, options));

async function exportCandles(context: CliContext, symbol: string, options: Options): Promise<void> {
  const [{ oneOf, readSeries }, { readRange }, { candlesToText }, { writeFileWhole }] = await Promise.all([
    import('../options/series-options.ts'),
    import('../options/time-options.ts'),
    import('../candles-to-text.ts'),
    import('../files/write-file-whole.ts'),
  ]);
  const series = readSeries(symbol, options);
  const range = readRange(options);
  // One JSON document on stdout: without a file, --json asks for the candles themselves.
  const format = options.json && options.out === undefined ? 'json' : oneOf('--format', options.format, ['csv', 'json']);
  await withStorage(context, async ({ candles: store, instruments }) => {
    const tally: Tally = { candles: 0, firstMs: NaN, lastMs: NaN };
    const text = candlesToText(refuseNone(store, series, range, tally, context.signal), format);
    if (options.out === undefined) {
      for await (const chunk of text) await writeAll(context, chunk);
      await noteInstruments(context, instruments, series, tally);
      return;
    }
    await writeFileWhole(options.out, text);
    await noteInstruments(context, instruments, series, tally);
    const document = { path: options.out, format, series, candles: tally.candles };
    emit(context, options, document, () => `${formatAmount(tally.candles, 'candle')} of ${series.symbol} ${series.interval} written to ${options.out}`);
  });
}

/** What was written. */
interface Tally {
  candles: number;
  firstMs: number;
  lastMs: number;
}

/** Says so, beside the output, if what was written is of several instruments. */
async function noteInstruments({ stderr }: CliContext, registry: InstrumentRegistry, series: Series, { firstMs, lastMs }: Tally): Promise<void> {
  const { severalToSentence } = await import('../instruments/instruments-to-text.ts');
  const written = (await registry.instruments(series)).filter(({ fromMs, toMs }) => (fromMs ?? -Infinity) <= lastMs && (toMs ?? Infinity) > firstMs);
  const sentence = severalToSentence(written);
  if (sentence !== undefined) stderr.write(`${sentence}\n`);
}

/** The stored candles of a range, counted; an error, before anything is written, if there are none. */
async function* refuseNone(
  store: CandleStore,
  series: Series,
  range: Partial<TimeRange>,
  tally: Tally,
  signal: AbortSignal,
): AsyncGenerator<CandleBatch> {
  for await (const batch of store.candles(series, range)) {
    signal.throwIfAborted();
    if (tally.candles === 0) tally.firstMs = batch.openTimeMs[0]!;
    tally.candles += batch.length;
    tally.lastMs = batch.openTimeMs.at(-1)!;
    yield batch;
  }
  if (tally.candles > 0) return;
  const { candlesMissing } = await import('../candles-missing.ts');
  throw await candlesMissing(series, store, range);
}

/** Waits while a slow reader catches up, so that a long export does not pile up in memory. */
async function writeAll({ stdout, signal }: CliContext, chunk: string): Promise<void> {
  const goesOn = stdout.write(chunk);
  if (goesOn === false && stdout instanceof EventEmitter) await once(stdout, 'drain', { signal });
}
