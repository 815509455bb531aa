import { describe, expect, test } from '@jest/globals';
import {
  type CandleBatch,
  type Column,
  COLUMNS,
  countMissing,
  countOffGrid,
  DAY_MS,
  findGaps,
  HOUR_MS,
  type Interval,
  intervalMs,
  MINUTE_MS,
  nextOpenTime,
  openTimeOf,
  type Series,
} from '@wick/core';
import fc from 'fast-check';
import { withGap, withoutDetails, withoutTrades, withShift } from './blemishes.ts';
import { generateCandleRows, generateCandles, SIMULATED_SERIES } from './generate-candles.ts';
import { createMarket } from './market.ts';

const MAY = Date.UTC(2024, 4, 1);
const of = (interval: Interval): Series => ({ ...SIMULATED_SERIES, interval });
const market = createMarket('BTCUSDT', { startPrice: 60_000 });
const candles = (interval: Interval, fromMs: number, toMs: number): CandleBatch => market.candles(of(interval), { fromMs, toMs });

describe('generated candles', () => {
  test('do not depend on the range asked for', () => {
    const whole = candles('5m', MAY, MAY + DAY_MS);
    const range = fc.tuple(fc.nat({ max: DAY_MS }), fc.nat({ max: DAY_MS })).map((ends) => ends.toSorted((a, b) => a - b));
    fc.assert(
      fc.property(range, ([from, to]) => {
        const part = candles('5m', MAY + from!, MAY + to!);
        const first = Math.ceil(from! / (5 * MINUTE_MS));
        const last = Math.ceil(to! / (5 * MINUTE_MS));
        expect(part.openTimeMs).toEqual(whole.openTimeMs.slice(first, last));
        for (const name of COLUMNS) expect(part.columns[name]).toEqual(whole.columns[name].slice(first, last));
      }),
      { numRuns: 40 },
    );
  });

  test.each<[Interval, Interval]>([
    ['1s', '1m'], ['1m', '3m'], ['1m', '1h'], ['15m', '2h'], ['1h', '12h'], ['1h', '1d'], ['1d', '3d'], ['1d', '1w'], ['1d', '1M'],
  ])('%s added up are %s', (fine, coarse) => {
    const from = coarse === '1M' || coarse === '1w' ? Date.UTC(2024, 3, 1) : MAY;
    const whole = candles(coarse, from, openTimeOf(from + 4 * intervalMs(coarse), coarse));
    expect(whole.length).toBeGreaterThanOrEqual(3);
    for (let row = 0; row < whole.length; row++) {
      const openTimeMs = whole.openTimeMs[row]!;
      const parts = candles(fine, openTimeMs, nextOpenTime(openTimeMs, coarse)).columns;
      const sum = (name: Column): number => parts[name].reduce((total, value) => total + value, 0);
      const { columns } = whole;
      expect([columns.open[row], columns.close[row]]).toEqual([parts.open[0], parts.close.at(-1)]);
      expect([columns.high[row], columns.low[row]]).toEqual([Math.max(...parts.high), Math.min(...parts.low)]);
      expect(columns.trades[row]).toBe(sum('trades'));
      for (const name of ['volume', 'quoteVolume', 'takerBuyVolume', 'takerBuyQuoteVolume'] as const) {
        expect(Math.abs(columns[name][row]! / sum(name) - 1)).toBeLessThan(1e-12);
      }
    }
  });

  test.each<Interval>(['1s', '1m', '1h', '1d'])('%s: every candle is one that trading can make', (interval) => {
    const rows = generateCandleRows({ series: of(interval), fromMs: MAY, count: 300, startPrice: 60_000 });
    expect(rows).toHaveLength(300);
    rows.forEach((candle, i) => {
      expect(candle.low).toBeLessThanOrEqual(Math.min(candle.open, candle.close));
      expect(candle.high).toBeGreaterThanOrEqual(Math.max(candle.open, candle.close));
      expect(candle.low).toBeGreaterThan(0);
      expect(Math.abs(candle.open - (rows[i - 1] ?? { close: candle.open }).close)).toBeLessThan(0.011);
      // The seconds of a minute share its average price.
      const slack = interval === '1s' ? 0.01 : 1e-9;
      expect(candle.quoteVolume / candle.volume).toBeGreaterThanOrEqual(candle.low * (1 - slack));
      expect(candle.quoteVolume / candle.volume).toBeLessThanOrEqual(candle.high * (1 + slack));
      expect(candle.takerBuyVolume).toBeLessThanOrEqual(candle.volume);
      expect(String(candle.close)).toMatch(/^\d+(\.\d{1,2})?$/);
      expect(candle.volume.toFixed(8)).toMatch(/^\d+\.\d{5}000$/);
      expect(candle.closeTimeMs).toBe(candle.openTimeMs + intervalMs(interval) - 1);
    });
  });

  test('the seed and the symbol make the market, and nothing else does', () => {
    const close = (options: Parameters<typeof generateCandles>[0]): number => generateCandles({ fromMs: MAY, count: 1, ...options }).columns.close[0]!;
    expect(close({ seed: 7 })).toBe(close({ seed: 7 }));
    expect(close({ seed: 7 })).not.toBe(close({ seed: 8 }));
    expect(close({ series: { ...SIMULATED_SERIES, symbol: 'ETHUSDT' } })).not.toBe(close({}));
    expect(close({ series: { ...SIMULATED_SERIES, exchange: 'binance' } })).toBe(close({}));
  });

  test('begin at the listing, in the middle of a candle if need be, and not before', () => {
    const listedMs = MAY + 90 * MINUTE_MS;
    const young = createMarket('YOUNG', { listedMs });
    const hours = young.candles(of('1h'), { fromMs: 0, toMs: MAY + 5 * HOUR_MS });
    const minutes = young.candles(of('1m'), { fromMs: 0, toMs: MAY + 2 * HOUR_MS });
    expect([hours.openTimeMs[0], minutes.openTimeMs[0], minutes.length]).toEqual([MAY + HOUR_MS, listedMs, 30]);
    expect(hours.columns.open[0]).toBe(minutes.columns.open[0]);
    expect(() => generateCandles({ fromMs: 0 })).toThrow('the market opens at 2017-08-17');
  });
});

/** Figures of BTCUSDT 1h, 2019 to 2025, for comparison: kurtosis 11–128, 26–34 round trips of the rule below a year. */
describe('a year of hours looks like a market', () => {
  test.each([1, 2, 3, 4])('seed %i', (seed) => {
    const year = generateCandles({ seed, fromMs: Date.UTC(2025, 0, 1), count: 8_760, startPrice: 60_000, dailyVolatility: 0.024 });
    const { close, volume } = year.columns;
    const returns = Array.from({ length: close.length - 1 }, (_, i) => Math.log(close[i + 1]! / close[i]!));
    const sizes = returns.map(Math.abs);
    const deviation = Math.sqrt(mean(returns.map((value) => value ** 2)));
    expect(deviation).toBeGreaterThan(0.003);
    expect(deviation).toBeLessThan(0.012);
    expect(mean(returns.map((value) => (value / deviation) ** 4))).toBeGreaterThan(5);
    expect(correlation(sizes.slice(1), sizes.slice(0, -1))).toBeGreaterThan(0.15);
    expect(Math.abs(correlation(returns.slice(1), returns.slice(0, -1)))).toBeLessThan(0.1);
    expect(correlation(sizes, [...volume].slice(1))).toBeGreaterThan(0.4);
    const trades = roundTrips(close, volume);
    expect(trades).toBeGreaterThan(12);
    expect(trades).toBeLessThan(60);
  });
});

describe('blemishes', () => {
  const day = candles('1h', MAY, MAY + DAY_MS);
  const range = { fromMs: MAY + 5 * HOUR_MS, toMs: MAY + 8 * HOUR_MS };

  test('a gap is a gap', () => {
    expect(countMissing(findGaps(withGap(day, range).openTimeMs, '1h'))).toBe(3);
  });

  test('a stretch off the grid keeps its distance', () => {
    const shifted = withShift(day, range, 20_799);
    expect(countOffGrid(shifted.openTimeMs, '1h')).toBe(3);
    expect(shifted.closeTimeMs[5]! - shifted.openTimeMs[5]!).toBe(HOUR_MS - 1);
  });

  test('without trades: flat at the last close', () => {
    const { columns } = withoutTrades(day, range);
    for (const row of [5, 6, 7]) {
      for (const name of ['open', 'high', 'low', 'close'] as const) expect(columns[name][row]).toBe(day.columns.close[4]);
      expect([columns.volume[row], columns.trades[row]]).toEqual([0, 0]);
    }
    expect(columns.volume[8]).toBe(day.columns.volume[8]);
  });

  test('unknown details are NaN, the rest is as it was', () => {
    const { columns } = withoutDetails(day, ['trades']);
    expect(columns.trades.every(Number.isNaN)).toBe(true);
    for (const name of ['volume', 'quoteVolume'] as const) expect([...columns[name]]).toEqual([...day.columns[name]]);
  });
});

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function correlation(a: readonly number[], b: readonly number[]): number {
  const [meanA, meanB] = [mean(a), mean(b)];
  const covariance = mean(a.map((value, i) => (value - meanA) * (b[i]! - meanB)));
  return covariance / Math.sqrt(mean(a.map((value) => (value - meanA) ** 2)) * mean(b.map((value) => (value - meanB) ** 2)));
}

/** How often `rsi(14) < 30 and volume > 1.5 * sma(volume, 20)` buys what `rsi(14) > 70` sells. */
function roundTrips(close: Float64Array, volume: Float64Array): number {
  let [gain, loss, trips] = [0, 0, 0];
  let inPosition = false;
  for (let i = 1; i < close.length; i++) {
    const change = close[i]! - close[i - 1]!;
    gain = (gain * 13 + Math.max(0, change)) / 14;
    loss = (loss * 13 + Math.max(0, -change)) / 14;
    if (i < 34) continue;
    const rsi = 100 - 100 / (1 + gain / loss);
    const spike = volume[i]! > 1.5 * mean([...volume.subarray(i - 19, i + 1)]);
    if (!inPosition && rsi < 30 && spike) {
      inPosition = true;
      trips++;
    } else if (inPosition && rsi > 70) inPosition = false;
  }
  return trips;
}
