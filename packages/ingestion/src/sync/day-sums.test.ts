import { describe, expect, test } from '@jest/globals';
import { candleAt, candlesToBatch, DAY_MS, HOUR_MS, type Interval, type Series, sliceBatch } from '@wick/core';
import { generateCandles } from '@wick/testkit';
import fc from 'fast-check';
import { compareDays } from './compare-days.ts';
import { dayOf, type DaySum, DaySummer, daySums } from './day-sums.ts';

const FROM = Date.UTC(2024, 2, 1);
const series = (interval: Interval): Series => ({ exchange: 'simulated', market: 'spot', symbol: 'BTCUSDT', interval });
const candles = (interval: Interval, days: number) => generateCandles({ series: series(interval), fromMs: FROM, toMs: FROM + days * DAY_MS });

describe('day sums', () => {
  test.each(['1s', '1m', '15m', '4h', '1d'] as const)('of %s are the candles of days, which are made another way', (interval) => {
    const days = interval === '1s' ? 2 : 40;
    const native = daySums([candles('1d', days)]);
    const summed = daySums([candles(interval, days)]);
    expect(summed).toHaveLength(days);
    expect(summed.map(({ open, high, low, close, trades }) => [open, high, low, close, trades])).toEqual(native.map(({ open, high, low, close, trades }) => [open, high, low, close, trades]));
    expect(compareDays(summed, native, { fromMs: FROM, toMs: FROM + days * DAY_MS })).toEqual([]);
  });

  test('of volumes are right to the last digit: ten million decimals added as integers', () => {
    const digits = fc.array(fc.integer({ min: 0, max: 99_999_999 }), { minLength: 1, maxLength: 24 });
    fc.assert(
      fc.property(digits, (hundredMillionths) => {
        const rows = hundredMillionths.map((units, hour) => ({
          openTimeMs: FROM + hour * HOUR_MS, closeTimeMs: NaN, open: 1, high: 1, low: 1, close: 1, volume: units / 1e8,
          quoteVolume: NaN, trades: NaN, takerBuyVolume: NaN, takerBuyQuoteVolume: NaN,
        }));
        const exact = Number(hundredMillionths.reduce((sum, units) => sum + BigInt(units), 0n)) / 1e8;
        const [day] = daySums([candlesToBatch(series('1h'), rows)]);
        expect(Math.abs(day!.volume - exact)).toBeLessThanOrEqual(exact * 2 ** -51);
        expect(day!.trades).toBeNaN();
      }),
    );
  });

  test('do not depend on how the candles are cut into batches', () => {
    const all = candles('1h', 5);
    fc.assert(
      fc.property(fc.array(fc.nat({ max: all.length })), (cuts) => {
        const bounds = [0, ...cuts.toSorted((a, b) => a - b), all.length];
        const summer = new DaySummer();
        for (let at = 1; at < bounds.length; at++) summer.add(sliceBatch(all, bounds[at - 1]!, bounds[at]!));
        expect(summer.end()).toEqual(daySums([all]));
      }),
    );
  });

  test('a candle off the grid belongs to the day in which it opens; days before 1970 have midnights too', () => {
    expect(dayOf(Date.UTC(2018, 1, 9, 9, 28, 14, 789))).toBe(Date.UTC(2018, 1, 9));
    expect(dayOf(-1)).toBe(-DAY_MS);
  });
});

const hoursOf = (days: number) => ({ fromMs: FROM, toMs: FROM + days * DAY_MS });

describe('compareDays', () => {
  const range = { fromMs: FROM, toMs: FROM + 3 * DAY_MS };
  const native = daySums([candles('1d', 3)]);
  const hours = candles('1h', 3);
  const figures = (changed: readonly DaySum[]): unknown => compareDays(changed, native, range).map(({ dayMs, figures }) => [(dayMs - FROM) / DAY_MS, figures]);
  const change = (row: number, values: Partial<ReturnType<typeof candleAt>>): readonly DaySum[] =>
    daySums([candlesToBatch(hours.series, Array.from({ length: hours.length }, (_, at) => ({ ...candleAt(hours, at), ...(at === row && values) })))]);

  test.each([
    ['a first open', 24, { open: 1 }, [[1, ['open']]]],
    ['a high', 50, { high: 1e9 }, [[2, ['high']]]],
    ['a low', 3, { low: 0.5 }, [[0, ['low']]]],
    ['a last close', 71, { close: 1 }, [[2, ['close']]]],
    ['one satoshi of volume', 30, { volume: hours.columns.volume[30]! + 1e-8 }, [[1, ['volume']]]],
    ['one trade', 30, { trades: hours.columns.trades[30]! + 1 }, [[1, ['trades']]]],
    ['trades that are not known', 30, { trades: NaN }, []],
    ['an open in the middle of a day, which no candle of a day shows', 30, { open: 1 }, []],
  ] as const)('%s', (_, row, values, expected) => expect(figures(change(row, values))).toEqual(expected));

  test('minutes without trades, flat at the last price of the day before, are no difference', () => {
    const flat = { open: 7, high: 7, low: 7, close: 7, volume: 0, quoteVolume: 0, takerBuyVolume: 0, takerBuyQuoteVolume: 0, trades: 0 };
    const rows = Array.from({ length: 24 }, (_, at) => ({ ...candleAt(hours, at), ...(at < 3 && flat) }));
    const [traded] = daySums([candlesToBatch(hours.series, rows.slice(3))]);
    expect(compareDays(daySums([candlesToBatch(hours.series, rows)]), [traded!], hoursOf(1))).toEqual([]);
    const quiet = daySums([candlesToBatch(hours.series, rows.slice(0, 3))]);
    expect(compareDays(quiet, quiet, hoursOf(1))).toEqual([]);
    expect(compareDays(quiet, [{ ...quiet[0]!, open: 8 }], hoursOf(1))).toMatchObject([{ figures: ['open'] }]);
  });

  test('a day that only one of them has', () => {
    expect(figures(daySums([hours]).slice(1))).toEqual([[0, ['candles']]]);
    expect(compareDays(daySums([hours]), native.slice(0, 2), range)).toMatchObject([{ figures: ['candles'], native: null }]);
    expect(compareDays([], [], range)).toEqual([]);
  });
});
