import { expect, test } from '@jest/globals';
import { type Candle, COLUMNS } from './candle.ts';
import { candleAt, type CandleBatch, candlesToBatch, sliceBatch } from './candle-batch.ts';
import { parseSeriesKey, type Series, seriesKey } from './series.ts';

const series: Series = { exchange: 'binance', market: 'spot', symbol: 'BTCUSDT', interval: '1m' };

const candle = (minute: number): Candle => ({
  openTimeMs: minute * 60_000, closeTimeMs: minute * 60_000 + 59_999,
  open: minute + 1, high: minute + 4, low: minute, close: minute + 2, volume: minute * 10,
  quoteVolume: Number.NaN, trades: 3, takerBuyVolume: 1, takerBuyQuoteVolume: 2,
});

test('rows become columns and come back as the same rows', () => {
  const rows = [candle(0), candle(1), candle(5)];
  const batch = candlesToBatch(series, rows);
  expect(rows.map((_, row) => candleAt(batch, row))).toEqual(rows);
  expect(() => candleAt(batch, 3)).toThrow(RangeError);
});

test('a slice keeps the exact decimals of its own rows, renumbered', () => {
  const exact = { volume: new Map([[0, '0.1'], [2, '123456789012.12345678'], [3, '7']]) };
  const batch: CandleBatch = { ...candlesToBatch(series, [0, 1, 2, 3].map(candle)), exact };
  const slice = sliceBatch(batch, 1, 3);
  expect(slice.length).toBe(2);
  expect(candleAt(slice, 1)).toEqual(candle(2));
  expect(slice.exact).toEqual({ volume: new Map([[1, '123456789012.12345678']]) });
  expect(COLUMNS.every((name) => slice.columns[name].length === 2)).toBe(true);
});

test('the key of a series reads back, unicode symbols included', () => {
  for (const symbol of ['BTCUSDT', '币安人生USDT']) {
    const named: Series = { exchange: 'simulated', market: 'um', symbol, interval: '1M' };
    expect(parseSeriesKey(seriesKey(named))).toEqual(named);
  }
  expect(() => parseSeriesKey('binance:spot:BTCUSDT')).toThrow('does not name a series');
  expect(() => parseSeriesKey('binance:spot:BTCUSDT:7m')).toThrow('not a Binance candle interval');
});
