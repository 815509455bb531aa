import { type CandleBatch, type Column, COLUMNS, intervalMs, type Series, type TimeRange } from '@wick/core';

export const FIRST_OPEN_MS: number = Date.UTC(2023, 0, 1);
const STEP_MS = intervalMs('5m');

export const seriesOf = (symbol: string): Series => ({ exchange: 'simulated', market: 'spot', symbol, interval: '5m' });
export const rangeOf = (bars: number): TimeRange => ({ fromMs: FIRST_OPEN_MS, toMs: FIRST_OPEN_MS + bars * STEP_MS });

/** Candles of 5 minutes with as many digits as real ones: a price that wanders, volumes that differ. */
export function historyOf(symbol: string, bars: number): CandleBatch {
  const values = (value: (bar: number) => number): Float64Array => Float64Array.from({ length: bars }, (_, bar) => value(bar));
  const wave = (bar: number): number => 40_000 + 5_000 * Math.sin(bar / 900) + 200 * Math.sin(bar / 7);
  const cents = (value: number): number => Math.round(value * 100) / 100;
  const open = values((bar) => cents(wave(bar)));
  const close = values((bar) => cents(wave(bar + 1)));
  const volume = values((bar) => Math.round((50 + 40 * Math.sin(bar * 1.7)) * 1e5) / 1e5);
  const columns: Record<Column, Float64Array> = {
    open, close, volume,
    high: values((bar) => cents(Math.max(open[bar]!, close[bar]!) * 1.0005)),
    low: values((bar) => cents(Math.min(open[bar]!, close[bar]!) * 0.9995)),
    quoteVolume: values((bar) => Math.round(volume[bar]! * open[bar]! * 1e7) / 1e7),
    trades: values((bar) => 1_000 + (bar % 700)),
    takerBuyVolume: values((bar) => Math.round(volume[bar]! * 0.48e5) / 1e5),
    takerBuyQuoteVolume: values((bar) => Math.round(volume[bar]! * open[bar]! * 0.48e7) / 1e7),
  };
  if (Object.keys(columns).length !== COLUMNS.length) throw new RangeError('a column is missing');
  const openTimeMs = values((bar) => FIRST_OPEN_MS + bar * STEP_MS);
  return { series: seriesOf(symbol), length: bars, openTimeMs, closeTimeMs: openTimeMs.map((time) => time + STEP_MS - 1), columns, exact: {} };
}
