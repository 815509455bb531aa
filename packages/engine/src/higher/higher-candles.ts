import { type Column, type Interval } from '@wick/core';
import { CandleCloses } from './candle-closes.ts';

/** Continues a value over the rows `from` to `to` (exclusive). An unknown part of a high, a low or a sum makes it unknown. */
type Reduce = (values: Float64Array, from: number, to: number, value: number) => number;

const first: Reduce = (_values, _from, _to, value) => value;

const last: Reduce = (values, from, to, value) => (to > from ? values[to - 1]! : value);

const highest: Reduce = (values, from, to, value) => {
  let high = value;
  for (let i = from; i < to; i++) high = Math.max(high, values[i]!);
  return high;
};

const lowest: Reduce = (values, from, to, value) => {
  let low = value;
  for (let i = from; i < to; i++) low = Math.min(low, values[i]!);
  return low;
};

const sum: Reduce = (values, from, to, value) => {
  let total = value;
  for (let i = from; i < to; i++) total += values[i]!;
  return total;
};

const REDUCE: Readonly<Record<Column, Reduce>> = {
  open: first, high: highest, low: lowest, close: last,
  volume: sum, quoteVolume: sum, trades: sum, takerBuyVolume: sum, takerBuyQuoteVolume: sum,
};

/** Columns of equal length, of bars or of the candles made of them. */
export interface Candles {
  readonly openTimeMs: Float64Array;
  readonly columns: Readonly<Partial<Record<Column, Float64Array>>>;
}

/** One column of the higher candles, with that of the candle which is still open. */
interface HigherColumn {
  readonly column: Column;
  readonly reduce: Reduce;
  readonly values: Float64Array;
  open: number;
}

/**
 * Bars in, candles of a higher interval out, a block at a time: first open, highest high, lowest low, last close, sums of
 * the rest. Parts are taken in the order in which they come, so any split into blocks gives the same bits.
 */
export class HigherCandles implements Candles {
  /** When each candle closes. */
  readonly closes: CandleCloses;
  /** Of the candles that closed within the last rows: the first `closes.count` values. */
  readonly columns: Candles['columns'];
  readonly #columns: readonly HigherColumn[];

  /**
   * @param columns that somebody reads
   * @param longest rows that will be given at once
   */
  constructor(interval: Interval, lower: Interval, columns: readonly Column[], longest: number) {
    this.closes = new CandleCloses(interval, lower, longest);
    this.#columns = columns.map((column) => ({
      column,
      reduce: REDUCE[column],
      values: new Float64Array(longest + 1),
      open: Number.NaN,
    }));
    this.columns = Object.fromEntries(this.#columns.map(({ column, values }) => [column, values]));
  }

  get openTimeMs(): Float64Array {
    return this.closes.openTimeMs;
  }

  /** Takes the rows `start` to `end` (exclusive) of `bars`, which must have the columns asked for. */
  advance(bars: Candles, start: number, end: number): void {
    this.closes.advance(bars.openTimeMs, start, end);
    for (const column of this.#columns) this.#reduce(column, bars.columns[column.column]!, start, end);
  }

  #reduce(column: HigherColumn, values: Float64Array, start: number, end: number): void {
    const { count, continued, from, to, open, openFrom } = this.closes;
    const { reduce } = column;
    for (let k = 0; k < count; k++) {
      const begin = start + from[k]!;
      const stop = start + to[k]!;
      column.values[k] =
        k === 0 && continued ? reduce(values, begin, stop, column.open) : reduce(values, begin + 1, stop, values[begin]!);
    }
    if (!open) return;
    const begin = start + openFrom;
    column.open =
      count === 0 && continued ? reduce(values, begin, end, column.open) : reduce(values, begin + 1, end, values[begin]!);
  }
}
