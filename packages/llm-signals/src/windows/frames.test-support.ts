import { createFrame, type Frame, type FrameColumns, type Interval, PRICE_COLUMNS, type Series, slotOf, slotOpenTime } from '@wick/core';
import fc from 'fast-check';

/** Candles of an interval by their slots, counted from `fromMs`: a slot that is left out is a gap. */
export interface Drawn {
  readonly interval: Interval;
  readonly fromMs: number;
  readonly slots: readonly number[];
  /** Of each slot: open, high, low, close, volume. */
  readonly rows: readonly (readonly number[])[];
  readonly symbol?: string;
}

export function frameOf({ interval, fromMs, slots, rows, symbol = 'BTCUSDT' }: Drawn): Frame {
  const series: Series = { exchange: 'simulated', market: 'spot', symbol, interval };
  const first = slotOf(fromMs, interval);
  const columns = Object.fromEntries(PRICE_COLUMNS.map((name, index) => [name, Float64Array.from(rows, (row) => row[index]!)])) as unknown as FrameColumns;
  return createFrame(series, Float64Array.from(slots, (slot) => slotOpenTime(first + slot, interval)), columns);
}

/** Candles without a gap, whose values say their row. */
export const steadyFrame = (length: number, interval: Interval = '1h', fromMs = Date.UTC(2024, 0, 1)): Frame =>
  frameOf({ interval, fromMs, slots: [...Array(length).keys()], rows: Array.from({ length }, (_, row) => [100 + row, 102 + row, 99 + row, 101 + row, 10 + row]) });

/** A few of its rows. */
export const rowsOf = ({ series, openTimeMs, columns }: Frame, start: number, end: number): Frame =>
  createFrame(series, openTimeMs.slice(start, end), Object.fromEntries(PRICE_COLUMNS.map((name) => [name, columns[name].slice(start, end)])) as unknown as FrameColumns);

const decimal = fc.integer({ min: 1, max: 10_000_000 }).map((cents) => cents / 100);
const row = fc.tuple(decimal, decimal, decimal, decimal, fc.oneof(decimal, fc.constant(0))).map(([a, b, c, d, volume]) => {
  const [low, open, close, high] = [a, b, c, d].toSorted((x, y) => x - y) as [number, number, number, number];
  return [open, high, low, close, volume];
});

/** Candles of any interval with gaps now and then. */
export const drawnCandles: fc.Arbitrary<Drawn> = fc
  .record({
    interval: fc.constantFrom<Interval>('1s', '1m', '15m', '1h', '4h', '1d', '3d', '1w', '1M'),
    fromMs: fc.integer({ min: Date.UTC(2017, 7, 17), max: Date.UTC(2026, 0, 1) }),
    steps: fc.array(fc.oneof({ weight: 9, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: fc.integer({ min: 2, max: 9 }) }), { minLength: 1, maxLength: 60 }),
  })
  .chain(({ interval, fromMs, steps }) =>
    fc.array(row, { minLength: steps.length, maxLength: steps.length }).map((rows) => {
      let slot = 0;
      return { interval, fromMs, slots: steps.map((step) => (slot += step)), rows };
    }),
  );
