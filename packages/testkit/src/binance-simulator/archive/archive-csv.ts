import type { CandleBatch } from '@wick/core';
import { candleToKlineRow } from '../kline-row.ts';

/** Spot files have microseconds from here on; futures files never. */
const MICROSECONDS_FROM_MS = Date.UTC(2025, 0, 1);
/** Futures files have a header from here on. (Inferred; the documents name no day.) */
const FUTURES_HEADER_FROM_MS = Date.UTC(2022, 0, 1);

/** Headers that Binance's files have had, and those of programs that copy them. */
export const ARCHIVE_HEADERS = {
  futures: 'open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore',
  documented:
    'open_time,open,high,low,close,volume,close_time,quote_asset_volume,number_of_trades,taker_buy_base_asset_volume,taker_buy_quote_asset_volume,ignore',
  spaced: 'Open time,Open,High,Low,Close,Volume,Close time,Quote asset volume,Number of trades,Taker buy base asset volume,Taker buy quote asset volume,Ignore',
} as const;

/** How a file is written. */
export interface ArchiveStyle {
  readonly header: keyof typeof ARCHIVE_HEADERS | 'none';
  readonly timeUnit: 'ms' | 'µs';
  readonly lineEnd: '\n' | '\r\n';
  readonly finalNewline: boolean;
  readonly byteOrderMark: boolean;
}

/** How Binance writes a file of that market and day. */
export function archiveStyle(market: CandleBatch['series']['market'], fromMs: number): ArchiveStyle {
  const spot = market === 'spot';
  return {
    header: !spot && fromMs >= FUTURES_HEADER_FROM_MS ? 'futures' : 'none',
    timeUnit: spot && fromMs >= MICROSECONDS_FROM_MS ? 'µs' : 'ms',
    lineEnd: '\n',
    finalNewline: true,
    byteOrderMark: false,
  };
}

/** The text of an archive file. */
export function candlesToArchiveCsv(batch: CandleBatch, style: ArchiveStyle): string {
  const rows = Array.from({ length: batch.length }, (_, row) => candleToKlineRow(batch, row, style.timeUnit === 'µs').join(','));
  const lines = style.header === 'none' ? rows : [ARCHIVE_HEADERS[style.header], ...rows];
  return `${style.byteOrderMark ? '\uFEFF' : ''}${lines.join(style.lineEnd)}${style.finalNewline ? style.lineEnd : ''}`;
}
