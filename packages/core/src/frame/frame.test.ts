import { describe, expect, test } from '@jest/globals';
import type { Series } from '../candle/series.ts';
import { blockOf, createFrame, datasetHash, type Frame, type FrameColumns } from './frame.ts';
import { countMissing, countOffGrid, findGaps } from './gap.ts';

const MINUTE = 60_000;
const series: Series = { exchange: 'binance', market: 'spot', symbol: 'BTCUSDT', interval: '1m' };
const times = (...minutes: number[]): Float64Array => Float64Array.from(minutes, (minute) => minute * MINUTE);

function frameOf(openTimeMs: Float64Array, close: number[] = [...openTimeMs.keys()]): Frame {
  const values = Float64Array.from(close);
  const columns: FrameColumns = { open: values, high: values, low: values, close: values, volume: values };
  return createFrame(series, openTimeMs, columns);
}

describe('gaps', () => {
  test('are counted, with where they begin and end', () => {
    const gaps = findGaps(times(0, 1, 4, 5, 10), '1m');
    expect(gaps).toEqual([
      { fromMs: 2 * MINUTE, toMs: 4 * MINUTE, missing: 2 },
      { fromMs: 6 * MINUTE, toMs: 10 * MINUTE, missing: 4 },
    ]);
    expect(countMissing(gaps)).toBe(6);
  });

  test('an off-grid run has a gap only where a whole candle fits', () => {
    const shifted = Float64Array.of(0, MINUTE + 20_799, 2 * MINUTE + 20_799, 3 * MINUTE, 4 * MINUTE);
    expect(findGaps(shifted, '1m')).toEqual([]);
    expect(countOffGrid(shifted, '1m')).toBe(2);
  });

  test('no candles and one candle have no gap', () => {
    expect(findGaps(times(), '1m')).toEqual([]);
    expect(findGaps(times(7), '1m')).toEqual([]);
  });
});

describe('a frame', () => {
  test('knows its gaps from the beginning', () => {
    expect(frameOf(times(0, 3)).gaps).toHaveLength(1);
  });

  test('is refused when times repeat, go back or are unknown', () => {
    for (const bad of [times(0, 0), times(2, 1), Float64Array.of(Number.NaN)]) {
      expect(() => frameOf(bad)).toThrow('does not ascend');
    }
  });

  test('is refused when a column has another length', () => {
    expect(() => frameOf(times(0, 1), [1])).toThrow('column open has 1 rows, the open times have 2');
  });

  test('a block is a view of its rows', () => {
    const frame = frameOf(times(0, 1, 2, 3));
    const block = blockOf(frame, 1, 3);
    expect(block.length).toBe(2);
    expect([...block.columns.close]).toEqual([1, 2]);
    expect(block.columns.close.buffer).toBe(frame.columns.close.buffer);
    expect(blockOf(frame, 3, 100).length).toBe(1);
  });
});

describe('the dataset hash', () => {
  const hash = datasetHash(frameOf(times(0, 1), [5, 6]));

  test('is the same for the same candles, whatever buffer they are views of', () => {
    expect(datasetHash(frameOf(times(9, 0, 1).subarray(1), [5, 6]))).toBe(hash);
  });

  test('changes with a value, a time, the series and the columns', () => {
    expect(datasetHash(frameOf(times(0, 1), [5, 7]))).not.toBe(hash);
    expect(datasetHash(frameOf(times(0, 2), [5, 6]))).not.toBe(hash);
    const frame = frameOf(times(0, 1), [5, 6]);
    expect(datasetHash({ ...frame, series: { ...series, exchange: 'simulated' } })).not.toBe(hash);
    expect(datasetHash({ ...frame, columns: { ...frame.columns, trades: frame.columns.close } })).not.toBe(hash);
  });
});
