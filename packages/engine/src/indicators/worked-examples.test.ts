import { describe, expect, test } from '@jest/globals';
import { type FrameBlock, textToExpression } from '@wick/core';
import { computeSeries } from '../signals/compute-expression.ts';

/** A frame whose close is given; the other prices are the same and the volume is 1 unless given. */
function closes(close: readonly number[], columns: Partial<Record<'high' | 'low' | 'volume', readonly number[]>> = {}): FrameBlock {
  const column = (values: readonly number[]): Float64Array => Float64Array.from(values);
  return {
    length: close.length,
    openTimeMs: Float64Array.from(close, (_, row) => row * 60_000),
    columns: {
      open: column(close),
      high: column(columns.high ?? close),
      low: column(columns.low ?? close),
      close: column(close),
      volume: column(columns.volume ?? close.map(() => 1)),
    },
  };
}

const compute = (text: string, frame: FrameBlock): number[] => [...computeSeries(frame, textToExpression(text, 'number'))];
const known = (values: readonly number[]): number[] => values.filter((value) => !Number.isNaN(value));

/** The published figures have two decimals. */
const toPublished = (values: readonly number[]): number[] => known(values).map((value) => Math.round(value * 100) / 100);

describe('published worked examples', () => {
  // StockCharts ChartSchool, "Relative Strength Index (RSI)", spreadsheet cs-rsi: QQQQ, 14 days.
  test('rsi of StockCharts', () => {
    const prices = [
      44.3389, 44.0902, 44.1497, 43.6124, 44.3278, 44.8264, 45.0955, 45.4245, 45.8433, 46.0826, 45.8931, 46.0328, 45.614,
      46.282, 46.282, 46.0028, 46.0328, 46.4116, 46.2222, 45.6439, 46.2122, 46.2521, 45.7137, 46.4515, 45.7835, 45.3548,
      44.0288, 44.1783, 44.2181, 44.5672, 43.4205, 42.6628, 43.1314,
    ];
    expect(toPublished(compute('rsi(14)', closes(prices)))).toEqual([
      70.53, 66.32, 66.55, 69.41, 66.36, 57.97, 62.93, 63.26, 56.06, 62.38, 54.71, 50.42, 39.99, 41.46, 41.87, 45.46, 37.3,
      33.08, 37.77,
    ]);
  });

  // StockCharts ChartSchool, "Moving Averages - Simple and Exponential", spreadsheet cs-movavg: Intel, 10 days.
  test('sma and ema of StockCharts', () => {
    const prices = [
      22.2734, 22.194, 22.0847, 22.1741, 22.184, 22.1344, 22.2337, 22.4323, 22.2436, 22.2933, 22.1542, 22.3926, 22.3816,
      22.6109, 23.3558, 24.0519, 23.753, 23.8324, 23.9516, 23.6338, 23.8225, 23.8722, 23.6537, 23.187, 23.0976, 23.326,
      22.6805, 23.0976, 22.4025, 22.1725,
    ];
    expect(toPublished(compute('sma(10)', closes(prices)))).toEqual([
      22.22, 22.21, 22.23, 22.26, 22.31, 22.42, 22.61, 22.77, 22.91, 23.08, 23.21, 23.38, 23.53, 23.65, 23.71, 23.69, 23.61,
      23.51, 23.43, 23.28, 23.13,
    ]);
    expect(toPublished(compute('ema(10)', closes(prices)))).toEqual([
      22.22, 22.21, 22.24, 22.27, 22.33, 22.52, 22.8, 22.97, 23.13, 23.28, 23.34, 23.43, 23.51, 23.54, 23.47, 23.4, 23.39,
      23.26, 23.23, 23.08, 22.92,
    ]);
  });

  // Wikipedia, "Standard deviation", the grades of eight students.
  test('stdev of Wikipedia', () => {
    expect(known(compute('stdev(8)', closes([2, 4, 4, 4, 5, 5, 7, 9])))).toEqual([2]);
  });
});

describe('the first values and the odd cases', () => {
  test('rsi is 100 without a fall, 0 without a rise and 100 for prices that never moved', () => {
    expect(compute('rsi(2)', closes([1, 2, 3, 4]))).toEqual([NaN, NaN, 100, 100]);
    expect(compute('rsi(2)', closes([4, 3, 2, 1]))).toEqual([NaN, NaN, 0, 0]);
    expect(compute('rsi(2)', closes([7, 7, 7, 7]))).toEqual([NaN, NaN, 100, 100]);
  });

  test('obv starts at 0 and does not count bars that close where the one before did', () => {
    const frame = closes([10, 11, 11, 10, 12], { volume: [5, 7, 100, 3, 4] });
    expect(compute('obv()', frame)).toEqual([0, 7, 7, 4, 8]);
  });

  test('the first true range is high − low, later ones reach to the close before', () => {
    const frame = closes([10, 20, 19], { high: [11, 21, 20], low: [9, 19, 18] });
    expect(compute('atr(1)', frame)).toEqual([2, 11, 2]);
    expect(compute('atr(2)', frame)).toEqual([NaN, 6.5, 4.25]);
  });

  test('stochastic is unknown where the range is zero, and so is each average that holds it', () => {
    const frame = closes([5, 5, 6, 7, 6, 6, 6], {});
    expect(compute('stochastic(2, 1, 1).k', frame)).toEqual([NaN, NaN, 100, 100, 0, NaN, NaN]);
    expect(compute('stochastic(2, 2, 1).k', frame)).toEqual([NaN, NaN, NaN, 100, 50, NaN, NaN]);
  });

  test('roc is unknown where the earlier value is 0', () => {
    const frame = closes([1, 1, 1, 1], { volume: [0, 4, 5, 0] });
    expect(compute('roc(volume, 1)', frame)).toEqual([NaN, NaN, 25, -100]);
  });

  test('macd starts with the slow average, its signal once the signal period is full', () => {
    const frame = closes(Array.from({ length: 40 }, (_, row) => row * row));
    const starts = (text: string): number => compute(text, frame).findIndex((value) => !Number.isNaN(value));
    expect([starts('macd(12, 26, 9)'), starts('macd(12, 26, 9).signal'), starts('macd(12, 26, 9).histogram')]).toEqual([25, 33, 33]);
  });

  test('an average of an average starts when its input does', () => {
    const frame = closes(Array.from({ length: 30 }, (_, row) => 100 + (row % 5)));
    expect(compute('sma(rsi(14), 5)', frame).findIndex((value) => !Number.isNaN(value))).toBe(18);
    expect(compute('ema(rsi(14), 5)', frame).findIndex((value) => !Number.isNaN(value))).toBe(18);
  });
});

describe('an infinite number, which only an overflow makes', () => {
  test('is passed over by indicators with memory, as an unknown one is', () => {
    const frame = closes([1, 2, 1.7e308, 3, 4], { volume: [1, 1, 10, 1, 1], high: [2, 3, 1.7e308, 4, 5], low: [1, 2, 1.7e308, 3, 4] });
    expect(compute('ema(close * volume, 2)', frame)).toEqual([NaN, 1.5, NaN, 2.5, 3.5]);
    expect(compute('atr(2)', frame)).toEqual([NaN, 1.5, NaN, 1.75, 1.875]);
  });
});

describe('nothing outlives its window', () => {
  const quiet = Array.from({ length: 4000 }, (_, row) => 1e5 + Math.sin(row) * 1e-3);
  const last = (values: readonly number[]): number => values.at(-1)!;
  const around = (row: number, period: number): number[] => quiet.slice(row - period + 1, row + 1);
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

  test.each([3, 20, 200])('sma and stdev (%i) of quiet prices are as good after a print of 1e12 as without one', (period) => {
    for (const at of [period, 2 * period - 1, 2 * period, 1000]) {
      const prices = [...quiet];
      prices[at] = 1e12;
      const averages = compute(`sma(${period})`, closes(prices));
      const deviations = compute(`stdev(${period})`, closes(prices));
      for (const row of [at - 1, at + period, at + period + 1, at + 2 * period, 3999]) {
        const window = around(row, period).map((value) => value - 1e5);
        expect(Math.abs(averages[row]! - 1e5 - mean(window))).toBeLessThan(2e-11);
        const expected = Math.sqrt(mean(window.map((value) => (value - mean(window)) ** 2)));
        expect(deviations[row]! / expected).toBeCloseTo(1, 12);
      }
    }
  });

  test('the average of equal prices is that price, their deviation 0, whatever the period', () => {
    for (const price of [0.1, 0.07, 1 / 3, 61_234.56]) {
      for (const period of [1, 3, 10, 49, 98]) {
        const frame = closes(Array.from({ length: 400 }, () => price));
        for (const text of [`sma(${period})`, `ema(${period})`]) expect(new Set(known(compute(text, frame)))).toEqual(new Set([price]));
        expect(new Set(known(compute(`stdev(${period})`, frame)))).toEqual(new Set([0]));
      }
    }
  });

  test('a million bars leave no rounding error in a moving average', () => {
    const prices = Array.from({ length: 1_000_000 }, (_, row) => 30_000 + 10_000 * Math.sin(row / 1e4) + (row % 97) / 100);
    expect(last(compute('sma(50)', closes(prices)))).toBeCloseTo(mean(prices.slice(-50)), 10);
  });
});
