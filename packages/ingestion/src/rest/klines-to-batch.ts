import { type CandleBatch, type Column, type Market, type Series, seriesKey, WickError } from '@wick/core';
import { type BatchColumns, columnsToBatch, isSameRow, keepExact, newBatchColumns } from '../candle/batch-columns.ts';
import { textToDecimal } from '../candle/bytes-to-decimal.ts';
import { isCandle } from '../candle/is-candle.ts';

type ColumnPlaces = readonly (readonly [Column, number])[];

const LINEAR: ColumnPlaces = [
  ['open', 1], ['high', 2], ['low', 3], ['close', 4], ['volume', 5],
  ['quoteVolume', 7], ['trades', 8], ['takerBuyVolume', 9], ['takerBuyQuoteVolume', 10],
];
/** Volumes at 5 and 9 are numbers of contracts, those at 7 and 10 are in the base asset; none is in the quote asset. */
const COIN_M: ColumnPlaces = [
  ['open', 1], ['high', 2], ['low', 3], ['close', 4], ['volume', 7], ['trades', 8], ['takerBuyVolume', 10],
];
/** Where a kline row holds a column. Times are at 0 and 6. */
const COLUMN_AT: Readonly<Record<Market, ColumnPlaces>> = { spot: LINEAR, um: LINEAR, cm: COIN_M };

/**
 * Rows of `klines` as a batch of closed candles. Nothing in a row says whether its candle has closed, so the exchange's
 * own time decides: a candle is kept if its close time lies before `serverTimeMs`.
 *
 * @param serverTimeMs what the exchange's clock showed at some moment before these rows were asked for
 * @throws WickError CANDLES_DAMAGED if this is not what Binance documents
 */
export function klinesToBatch(series: Series, rows: unknown, serverTimeMs: number): CandleBatch {
  if (!Array.isArray(rows)) throw damaged(series, 'not a list of rows', rows);
  const filling = newBatchColumns(rows.length);
  let length = 0;
  for (const row of rows as unknown[]) {
    if (!Array.isArray(row) || !fillRow(filling, length, row as unknown[], series.market)) throw damaged(series, 'not a candle', row);
    if (!(filling.closeTimeMs[length]! < serverTimeMs)) dropExact(filling, length);
    else if (length === 0 || filling.openTimeMs[length]! > filling.openTimeMs[length - 1]!) length++;
    else if (isSameRow(filling, length - 1, filling, length)) dropExact(filling, length);
    else throw damaged(series, 'out of order', row);
  }
  return columnsToBatch(series, filling, length);
}

/** One row into a batch, whose details stay unknown where the market does not tell them. false if it is not a candle. */
export function fillRow(filling: BatchColumns, at: number, row: readonly unknown[], market: Market): boolean {
  const [openTime, closeTime] = [row[0], row[6]];
  if (!Number.isSafeInteger(openTime) || !Number.isSafeInteger(closeTime)) return false;
  filling.openTimeMs[at] = openTime as number;
  filling.closeTimeMs[at] = closeTime as number;
  for (const [column, index] of COLUMN_AT[market]) {
    const field = row[index];
    const decimal = textToDecimal(typeof field === 'number' ? String(field) : typeof field === 'string' ? field : '');
    if (decimal === undefined) return false;
    filling.columns[column][at] = decimal.value;
    if (decimal.exactText !== undefined) keepExact(filling, column, at, decimal.exactText);
  }
  return isCandle(filling, at);
}

function dropExact(filling: BatchColumns, row: number): void {
  for (const texts of Object.values(filling.exact)) texts.delete(row);
}

const damaged = (series: Series, what: string, row: unknown): WickError =>
  new WickError('CANDLES_DAMAGED', `The exchange's answer for ${seriesKey(series)} holds something that is ${what}.`, {
    remedy: 'Try again; if it stays so, the address does not belong to Binance, or Binance has changed its format.',
    details: { row: JSON.stringify(row)?.slice(0, 300) },
  });
