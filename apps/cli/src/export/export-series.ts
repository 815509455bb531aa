import { type CandleBatch, type CandleStore, type Series, type TimeRange, WickError } from '@wick/core';
import { candlesMissing } from '../candles-missing.ts';
import { candlesToText } from '../candles-to-text.ts';
import { writeFileWhole } from '../files/write-file-whole.ts';
import { type Decimals, inexactCount } from './export-columns.ts';
import { type ExportFormat, isBinary } from './export-format.ts';

export interface ExportRequest {
  readonly store: CandleStore;
  readonly range: Partial<TimeRange>;
  readonly format: ExportFormat;
  readonly decimals: Decimals;
  readonly signal: AbortSignal;
}

/** What was read out of the store. */
export interface ExportTally {
  candles: number;
  /** Values with more digits than a float64 holds. */
  inexact: number;
  /** Open times of the first and the last candle. */
  firstMs: number;
  lastMs: number;
}

export const newTally = (): ExportTally => ({ candles: 0, inexact: 0, firstMs: Number.NaN, lastMs: Number.NaN });

/** A file that was written. */
export interface ExportedFile {
  readonly path: string;
  readonly format: ExportFormat;
  readonly series: Series;
  readonly candles: number;
  /** Values with more digits than the float64 in the file; 0 where decimals are text. */
  readonly rounded: number;
  /** Of Parquet and Arrow files: the hash of a backtest on prices and volume of the same range. */
  readonly datasetHash?: string;
}

/** Writes one series into one file, all or nothing. @throws WickError CANDLES_MISSING, before anything is written */
export async function exportSeries(series: Series, path: string, request: ExportRequest, tally: ExportTally): Promise<ExportedFile> {
  const { format, decimals } = request;
  if (!isBinary(format)) {
    await writeFileWhole(path, candlesToText(storedCandles(series, request, tally), format));
    return { path, format, series, candles: tally.candles, rounded: 0 };
  }
  const [{ fileFacts }, { regroupBatches }] = await Promise.all([import('./file-facts.ts'), import('./regroup-batches.ts')]);
  // The facts come first in the file, so the candles are read twice; what comes in between is for the next export.
  const frame = await request.store.frame(series, request.range);
  if (frame.length === 0) throw await candlesMissing(series, request.store, request.range);
  const range = { fromMs: frame.openTimeMs[0]!, toMs: frame.openTimeMs[frame.length - 1]! + 1 };
  const { gaps } = await request.store.coverage(series);
  const facts = fileFacts(frame, gaps.filter(({ fromMs, toMs }) => fromMs >= range.fromMs && toMs < range.toMs), decimals);
  const batches = sameCount(regroupBatches(storedCandles(series, { ...request, range }, tally)), frame.length, tally);
  await writeFileWhole(path, format === 'parquet'
    ? (await import('./candles-to-parquet.ts')).candlesToParquet(batches, facts, decimals)
    : (await import('./candles-to-arrow.ts')).candlesToArrow(batches, facts, decimals));
  return { path, format, series, candles: tally.candles, rounded: decimals === 'text' ? 0 : tally.inexact, datasetHash: facts['wick.dataset_hash']! };
}

/** The stored candles of a range, counted; an error, before anything is written, if there are none. */
export async function* storedCandles(
  series: Series,
  { store, range, signal }: Pick<ExportRequest, 'store' | 'range' | 'signal'>,
  tally: ExportTally,
): AsyncGenerator<CandleBatch> {
  for await (const batch of store.candles(series, range)) {
    signal.throwIfAborted();
    if (tally.candles === 0) tally.firstMs = batch.openTimeMs[0]!;
    tally.candles += batch.length;
    tally.inexact += inexactCount(batch);
    tally.lastMs = batch.openTimeMs.at(-1)!;
    yield batch;
  }
  if (tally.candles === 0) throw await candlesMissing(series, store, range);
}

/** A file whose facts are of other candles than its own would lie. */
async function* sameCount(batches: AsyncIterable<CandleBatch>, expected: number, tally: Readonly<ExportTally>): AsyncGenerator<CandleBatch> {
  yield* batches;
  if (tally.candles === expected) return;
  throw new WickError('CANDLES_DAMAGED', `The candles changed while they were exported: there were ${expected}, and then ${tally.candles}.`, {
    remedy: 'Export them again once nothing is writing into this range.',
  });
}
