import { type CandleBatch, type Series, WickError } from '@wick/core';
import { columnsToBatch, newBatchColumns } from '../candle/batch-columns.ts';
import { fillRow } from '../rest/klines-to-batch.ts';

/** What a message of a kline stream says. */
export interface KlineEvent {
  readonly symbol: string;
  readonly interval: string;
  /** Of the candle it is about. */
  readonly openTimeMs: number;
  /** When the exchange sent it. */
  readonly eventTimeMs: number;
  readonly isClosed: boolean;
  /** The candle in the order of a REST row. */
  readonly row: readonly unknown[];
}

/** Reads a stream's payload. undefined for anything that is not a kline: events and fields nobody knows yet may come. */
export function readKlineEvent(message: unknown): KlineEvent | undefined {
  const { e, E, k } = (message ?? {}) as { e?: unknown; E?: unknown; k?: Record<string, unknown> };
  if (e !== 'kline' || typeof E !== 'number' || typeof k !== 'object' || k === null) return undefined;
  const { s, i, t, T, o, h, l, c, v, q, n, V, Q, x } = k;
  if (typeof s !== 'string' || typeof i !== 'string' || typeof t !== 'number') return undefined;
  return { symbol: s, interval: i, openTimeMs: t, eventTimeMs: E, isClosed: x === true, row: [t, o, h, l, c, v, T, q, n, V, Q] };
}

/** The closed candle of an event as a batch of one. @throws WickError CANDLES_DAMAGED */
export function eventToClose(event: KlineEvent, series: Series): CandleBatch {
  const columns = newBatchColumns(1);
  if (!event.isClosed || !fillRow(columns, 0, event.row, series.market)) {
    throw new WickError('CANDLES_DAMAGED', `The stream of ${series.symbol} holds something that is not a closed candle.`, {
      remedy: 'Nothing is lost: the candle is fetched again.',
      details: { row: event.row },
    });
  }
  return columnsToBatch(series, columns, 1);
}

/** The name of a series' stream. Only ASCII letters have a lower case that Binance uses. */
export const streamName = ({ symbol, interval }: Pick<Series, 'symbol' | 'interval'>): string =>
  `${symbol.replace(/[A-Z]/g, (letter) => letter.toLowerCase())}@kline_${interval}`;
