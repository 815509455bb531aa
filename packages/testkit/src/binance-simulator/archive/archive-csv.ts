import type { CandleBatch } from '@wick/core';
import { candleToKlineRow } from '../kline-row.ts';

/** Spot files have microseconds from here on; futures files never. */
const MICROSECONDS_FROM_MS = Date.UTC(2025, 0, 1);
/** Futures files have a header from here on. (Inferred; the documents name no day.) */
const FUTURES_HEADER_FROM_MS = Date.UTC(2022, 0, 1);
const HEADER =
  'open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore';

/** The lines of an archive file, with the header and the unit of time of its market and day. */
export function candlesToArchiveCsv(batch: CandleBatch, fromMs: number): string {
  const spot = batch.series.market === 'spot';
  const microseconds = spot && fromMs >= MICROSECONDS_FROM_MS;
  const lines = Array.from({ length: batch.length }, (_, row) => candleToKlineRow(batch, row, microseconds).join(','));
  const header = !spot && fromMs >= FUTURES_HEADER_FROM_MS ? [HEADER] : [];
  return [...header, ...lines, ''].join('\n');
}
