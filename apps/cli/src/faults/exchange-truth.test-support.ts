import { type CandleBatch, COLUMNS, type Series } from '@wick/core';
import type { Storage } from '@wick/storage';
import { candlesToText } from '../candles-to-text.ts';

/** Candles as `wick candles export` writes them, so that no digit is lost in comparing. */
export async function csvOf(batches: AsyncIterable<CandleBatch>): Promise<string> {
  let text = '';
  for await (const part of candlesToText(batches, 'csv')) text += part;
  return text;
}

export const storedCsv = (storage: Storage, series: Series): Promise<string> => csvOf(storage.candles.candles(series));

export const csvOfBatch = (batch: CandleBatch): Promise<string> =>
  csvOf((async function* () {
    yield batch;
  })());

/** How many of the stored candles are not what the exchange says of them: open ones, invented ones, damaged ones. */
export async function countUntrue(storage: Storage, series: Series, truth: CandleBatch): Promise<number> {
  const rowAt = new Map([...truth.openTimeMs].map((timeMs, row) => [timeMs, row]));
  let untrue = 0;
  for await (const { length, openTimeMs, columns } of storage.candles.candles(series)) {
    for (let row = 0; row < length; row++) {
      const at = rowAt.get(openTimeMs[row]!);
      if (at === undefined || COLUMNS.some((name) => columns[name][row] !== truth.columns[name][at])) untrue++;
    }
  }
  return untrue;
}
