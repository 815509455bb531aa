import { type CandleBatch, DAY_MS, HOUR_MS, type Interval, intervalMs, MINUTE_MS, sliceBatch } from '@wick/core';

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

/** When the period that holds `timeMs` begins. */
export function periodStart(timeMs: number, unit: PeriodUnit): number {
  if (unit === 'day') return Math.floor(timeMs / DAY_MS) * DAY_MS;
  const date = new Date(timeMs);
  return Date.UTC(date.getUTCFullYear(), unit === 'month' ? date.getUTCMonth() : 0);
}

/** When the period that begins at `startMs` ends, which is when the next one begins. */
export function periodEnd(startMs: number, unit: PeriodUnit): number {
  if (unit === 'day') return startMs + DAY_MS;
  const date = new Date(startMs);
  return unit === 'month'
    ? Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1)
    : Date.UTC(date.getUTCFullYear() + 1, 0);
}

/** The candles of one period. */
export interface PeriodBatch {
  readonly startMs: number;
  readonly endMs: number;
  readonly batch: CandleBatch;
}

/** A batch cut at the boundaries of periods, in order. */
export function splitByPeriod(batch: CandleBatch): PeriodBatch[] {
  const unit = periodUnit(batch.series.interval);
  const parts: PeriodBatch[] = [];
  for (let row = 0; row < batch.length; ) {
    const startMs = periodStart(batch.openTimeMs[row]!, unit);
    const endMs = periodEnd(startMs, unit);
    const end = firstRowFrom(batch.openTimeMs, endMs);
    parts.push({ startMs, endMs, batch: sliceBatch(batch, row, end) });
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
