import { type CandleBatch, DAY_MS, HOUR_MS, type Interval, intervalMs, MINUTE_MS, sliceBatch, type TimeRange } from '@wick/core';

/**
 * The unit in which candles are sealed and accounted for: a UTC day of candles of a second, a month up to an hour, a
 * year above. So a block has some hundred to some ten thousand candles.
 */
export type PeriodUnit = 'day' | 'month' | 'year';

export function periodUnit(interval: Interval): PeriodUnit {
  const lengthMs = intervalMs(interval);
  if (lengthMs < MINUTE_MS) return 'day';
  return lengthMs <= HOUR_MS ? 'month' : 'year';
}

/** The period that holds `timeMs`, in which candles of this interval are kept together. */
export function periodOf(timeMs: number, interval: Interval): TimeRange {
  const unit = periodUnit(interval);
  if (unit === 'day') {
    const fromMs = Math.floor(timeMs / DAY_MS) * DAY_MS;
    return { fromMs, toMs: fromMs + DAY_MS };
  }
  const date = new Date(timeMs);
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth();
  return unit === 'month'
    ? { fromMs: Date.UTC(year, month), toMs: Date.UTC(year, month + 1) }
    : { fromMs: Date.UTC(year, 0), toMs: Date.UTC(year + 1, 0) };
}

/** The candles that a batch has in one period. */
export interface PeriodBatch {
  readonly period: TimeRange;
  readonly batch: CandleBatch;
}

/** A batch cut at the borders of periods, in order. */
export function splitByPeriod(batch: CandleBatch): PeriodBatch[] {
  const parts: PeriodBatch[] = [];
  for (let row = 0; row < batch.length; ) {
    const period = periodOf(batch.openTimeMs[row]!, batch.series.interval);
    const end = firstRowFrom(batch.openTimeMs, period.toMs);
    parts.push({ period, batch: sliceBatch(batch, row, end) });
    row = end;
  }
  return parts;
}

/** The first row of ascending times at or after `timeMs`. */
export function firstRowFrom(openTimeMs: Float64Array, timeMs: number): number {
  let low = 0;
  let high = openTimeMs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (openTimeMs[middle]! < timeMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
