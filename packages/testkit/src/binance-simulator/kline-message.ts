import type { CandleBatch, Column } from '@wick/core';
import { valueText, volumeTexts } from './kline-row.ts';

/** A row of a batch as the event that the exchange pushes, field for field. */
export function candleToKlineMessage(batch: CandleBatch, row: number, eventMs: number, closed: boolean): KlineMessage {
  const text = (column: Column): string => valueText(batch, column, row);
  const openMs = batch.openTimeMs[row]!;
  const trades = batch.columns.trades[row]!;
  const { symbol, interval } = batch.series;
  const [volume, second, taker, takerSecond] = volumeTexts(batch, row);
  return {
    e: 'kline',
    E: eventMs,
    s: symbol,
    k: {
      t: openMs,
      T: batch.closeTimeMs[row]!,
      s: symbol,
      i: interval,
      // Trade numbers only need to be plausible; without trades they are −1.
      f: trades > 0 ? openMs / 1_000 : -1,
      L: trades > 0 ? openMs / 1_000 + trades - 1 : -1,
      o: text('open'),
      c: text('close'),
      h: text('high'),
      l: text('low'),
      v: volume,
      n: trades,
      x: closed,
      q: second,
      V: taker,
      Q: takerSecond,
      B: '0',
    },
  };
}

export interface KlineMessage {
  readonly e: 'kline';
  /** When it was sent, epoch milliseconds. */
  readonly E: number;
  readonly s: string;
  readonly k: {
    readonly t: number;
    readonly T: number;
    readonly s: string;
    readonly i: string;
    readonly f: number;
    readonly L: number;
    readonly o: string;
    readonly c: string;
    readonly h: string;
    readonly l: string;
    readonly v: string;
    readonly n: number;
    readonly x: boolean;
    readonly q: string;
    readonly V: string;
    readonly Q: string;
    readonly B: '0';
  };
}

/** The same with times in microseconds, as a connection can ask for. */
export const inMicroseconds = (message: KlineMessage): KlineMessage => ({
  ...message,
  E: message.E * 1_000,
  k: { ...message.k, t: message.k.t * 1_000, T: message.k.T * 1_000 + 999 },
});
