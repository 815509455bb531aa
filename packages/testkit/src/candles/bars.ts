import type { CandleBatch, Column, Series } from '@wick/core';

/**
 * Candles in whole numbers, so that adding them up is exact: prices in ticks, volumes in lots, quote volumes in
 * ticks × lots. `length` rows of the columns are in use.
 */
export interface Bars {
  length: number;
  readonly openTimeMs: Float64Array;
  readonly columns: Readonly<Record<Column, Float64Array>>;
}

/** How many decimals a symbol's prices and volumes have. */
export interface Precision {
  readonly priceDecimals: number;
  readonly volumeDecimals: number;
}

export function createBars(capacity: number): Bars {
  const column = (): Float64Array => new Float64Array(capacity);
  return {
    length: 0,
    openTimeMs: column(),
    columns: {
      open: column(),
      high: column(),
      low: column(),
      close: column(),
      volume: column(),
      quoteVolume: column(),
      trades: column(),
      takerBuyVolume: column(),
      takerBuyQuoteVolume: column(),
    },
  };
}

/** Adds `row` of `from` to the candle that opens at `openTimeMs`: the last one of `into`, or else a new one. */
export function mergeBar(into: Bars, openTimeMs: number, from: Bars, row: number): void {
  const target = into.columns;
  const source = from.columns;
  const last = into.length - 1;
  if (last < 0 || into.openTimeMs[last] !== openTimeMs) {
    const next = into.length++;
    into.openTimeMs[next] = openTimeMs;
    target.open[next] = source.open[row]!;
    target.high[next] = source.high[row]!;
    target.low[next] = source.low[row]!;
    target.close[next] = source.close[row]!;
    target.volume[next] = source.volume[row]!;
    target.quoteVolume[next] = source.quoteVolume[row]!;
    target.trades[next] = source.trades[row]!;
    target.takerBuyVolume[next] = source.takerBuyVolume[row]!;
    target.takerBuyQuoteVolume[next] = source.takerBuyQuoteVolume[row]!;
    return;
  }
  if (source.high[row]! > target.high[last]!) target.high[last] = source.high[row]!;
  if (source.low[row]! < target.low[last]!) target.low[last] = source.low[row]!;
  target.close[last] = source.close[row]!;
  target.volume[last]! += source.volume[row]!;
  target.quoteVolume[last]! += source.quoteVolume[row]!;
  target.trades[last]! += source.trades[row]!;
  target.takerBuyVolume[last]! += source.takerBuyVolume[row]!;
  target.takerBuyQuoteVolume[last]! += source.takerBuyQuoteVolume[row]!;
}

/** Whole numbers into prices and amounts. Division by a power of ten gives the float64 nearest to the decimal. */
export function barsToBatch(
  bars: Bars,
  series: Series,
  precision: Precision,
  closeTimeOfOpen: (openTimeMs: number) => number,
): CandleBatch {
  const rows = bars.length;
  const priceUnit = 10 ** precision.priceDecimals;
  const volumeUnit = 10 ** precision.volumeDecimals;
  const scaled = (values: Float64Array, unit: number): Float64Array => {
    const out = values.slice(0, rows);
    for (let row = 0; row < rows; row++) out[row]! /= unit;
    return out;
  };
  const { columns } = bars;
  const openTimeMs = bars.openTimeMs.slice(0, rows);
  return {
    series,
    length: rows,
    openTimeMs,
    closeTimeMs: openTimeMs.map(closeTimeOfOpen),
    columns: {
      open: scaled(columns.open, priceUnit),
      high: scaled(columns.high, priceUnit),
      low: scaled(columns.low, priceUnit),
      close: scaled(columns.close, priceUnit),
      volume: scaled(columns.volume, volumeUnit),
      quoteVolume: scaled(columns.quoteVolume, priceUnit * volumeUnit),
      trades: scaled(columns.trades, 1),
      takerBuyVolume: scaled(columns.takerBuyVolume, volumeUnit),
      takerBuyQuoteVolume: scaled(columns.takerBuyQuoteVolume, priceUnit * volumeUnit),
    },
    exact: {},
  };
}
