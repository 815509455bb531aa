import { type CandleBatch, COLUMNS, type Column, DETAIL_COLUMNS, followingOpenTime, openTimeOf, type Series, trimDecimal } from '@wick/core';
import fc from 'fast-check';
import { type CandleRecord, recordsToBatch } from '../store/candle-record.ts';
import { SIMULATED_SERIES } from './generate-candles.ts';

export interface BatchShape {
  readonly series?: Series;
  readonly minLength?: number;
  readonly maxLength?: number;
}

/** Positive decimals as exchanges write them, the awkward ones included: 0.00001234, 123456789012.12345678. */
export const decimals: fc.Arbitrary<string> = fc
  .oneof(
    fc.constantFrom('0.00001234', '123456789012.12345678', '0.00000001', '9007199254740993', '67123.45'),
    fc
      .tuple(fc.integer({ min: 0, max: 999_999 }), fc.integer({ min: 1, max: 99_999_999 }))
      .map(([whole, fraction]) => `${whole}.${String(fraction).padStart(8, '0')}`),
    fc.integer({ min: 1, max: 10_000_000 }).map((cents) => (cents / 100).toFixed(2)),
  )
  .map(trimDecimal);

/**
 * Batches with what makes candles hard to keep: gaps of one to thousands of candles, stretches off the grid, unknown
 * details and closing times, closing times before the opening, decimals that no float64 holds, month borders.
 */
export function candleBatches(shape: BatchShape = {}): fc.Arbitrary<CandleBatch> {
  const { series = SIMULATED_SERIES, minLength = 0, maxLength = 40 } = shape;
  const startMs = fc.integer({ min: Date.UTC(2017, 7, 17), max: Date.UTC(2026, 0, 1) });
  const rows = fc.array(fc.tuple(steps, details), { minLength, maxLength });
  return fc.tuple(startMs, rows).map(([start, drawn]) => {
    const records: CandleRecord[] = [];
    let openTimeMs = openTimeOf(start, series.interval);
    for (const [step, detail] of drawn) {
      for (let i = 0; i < step.candles; i++) openTimeMs = followingOpenTime(openTimeMs, series.interval);
      openTimeMs += step.shiftMs;
      records.push(recordOf(openTimeMs, detail, series));
    }
    return recordsToBatch(series, records);
  });
}

/** The rows of a batch cut into pieces of at least one, in any order: what an unreliable way makes of them. */
export function pieces<T>(rows: readonly T[]): fc.Arbitrary<T[][]> {
  return fc.array(fc.nat({ max: rows.length }), { maxLength: 6 }).chain((cuts) => {
    const bounds = [...new Set([0, ...cuts, rows.length])].toSorted((a, b) => a - b);
    const cut = bounds.slice(1).map((end, i) => rows.slice(bounds[i], end));
    return fc.shuffledSubarray(cut, { minLength: cut.length });
  });
}

/** The same candle heard again: perhaps a value changed, perhaps some details no longer told. */
export const retold = (record: CandleRecord): fc.Arbitrary<CandleRecord> =>
  fc
    .record({
      changed: fc.subarray([...COLUMNS], { maxLength: 1 }),
      text: decimals,
      trades: fc.nat({ max: 1_000_000 }),
      silent: fc.subarray([...DETAIL_COLUMNS]),
      closeKnown: fc.boolean(),
    })
    .map(({ changed, text, trades, silent, closeKnown }) => {
      const values = { ...record.values };
      for (const name of changed) values[name] = name === 'trades' ? String(trades) : text;
      for (const name of silent) values[name] = null;
      return { ...record, closeTimeMs: closeKnown ? record.closeTimeMs : null, values };
    });

/** How far the next candle opens from the one before. */
const steps = fc.oneof(
  { weight: 12, arbitrary: fc.constant({ candles: 1, shiftMs: 0 }) },
  { weight: 2, arbitrary: fc.integer({ min: 2, max: 3_000 }).map((candles) => ({ candles, shiftMs: 0 })) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 999 }).map((shiftMs) => ({ candles: 1, shiftMs })) },
);

const unknownable = fc.option(decimals, { freq: 4 });
const details = fc.record({
  prices: fc.tuple(decimals, decimals, decimals, decimals),
  volume: fc.oneof(decimals, fc.constant('0')),
  quoteVolume: unknownable,
  trades: fc.option(fc.nat({ max: 2_000_000_000 }).map(String), { freq: 4 }),
  takerBuyVolume: unknownable,
  takerBuyQuoteVolume: unknownable,
  closing: fc.constantFrom<'usual' | 'unknown' | 'early'>('usual', 'usual', 'usual', 'unknown', 'early'),
});

type Details = typeof details extends fc.Arbitrary<infer T> ? T : never;

function recordOf(openTimeMs: number, { prices, closing, ...amounts }: Details, series: Series): CandleRecord {
  const [low, open, close, high] = prices.toSorted((a, b) => Number(a) - Number(b)) as [string, string, string, string];
  const closeTimes = {
    usual: followingOpenTime(openTimeMs, series.interval) - 1,
    unknown: null,
    early: openTimeMs - 118_800_001,
  };
  const values: Record<Column, string | null> = { open, high, low, close, ...amounts };
  return { openTimeMs, closeTimeMs: closeTimes[closing], values };
}
