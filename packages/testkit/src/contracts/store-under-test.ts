import { type CandleBatch, type CandleStore, type Series, type TimeRange } from '@wick/core';
import { generateCandles } from '../candles/generate-candles.ts';
import { batchToRecords, type CandleRecord, recordsToBatch } from '../store/candle-record.ts';

/** The store whose contract is tested, and the two things that every test does with it. */
export interface StoreUnderTest {
  readonly store: CandleStore;
  /** Writes a batch and gives it back. */
  written(batch: CandleBatch): Promise<CandleBatch>;
  /** Everything that `candles` gives, as decimal texts. */
  recordsOf(series: Series, range?: Partial<TimeRange>): Promise<CandleRecord[]>;
}

/** Where the hourly candles of the tests begin: half a day before a month ends. */
export const START_MS = Date.UTC(2024, 0, 31, 12);

let seriesSoFar = 0;

/** A series that no test has written to, also not one of an earlier run on the same database. */
export function newSeries(): Series {
  const unique = [process.pid, Date.now(), seriesSoFar++].map((part) => part.toString(36)).join('X');
  return { exchange: 'simulated', market: 'spot', symbol: `C${unique}USDT`.toUpperCase(), interval: '1h' };
}

export function hours(count: number, series: Series = newSeries()): CandleBatch {
  return { ...generateCandles({ fromMs: START_MS, count }), series };
}

/** The batch with some values of one row replaced. */
export function changed(batch: CandleBatch, row: number, values: Partial<CandleRecord['values']>): CandleBatch {
  const records = batchToRecords(batch);
  records[row] = { ...records[row]!, values: { ...records[row]!.values, ...values } };
  return recordsToBatch(batch.series, records);
}
