import { describe, expect, test } from '@jest/globals';
import { DAY_MS, type FrameBlock, followingOpenTime, HOUR_MS, type Interval, INTERVALS, intervalMs, openTimeOf } from '@wick/core';
import fc from 'fast-check';
import { createEquityStatistics, type EquitySummary } from './equity-statistics.ts';

const at = (iso: string): number => Date.parse(`${iso}Z`);

/** Bars whose prices are twice the equity, so that holding returns what the equity does from 200 on. */
function blockOf(values: readonly number[], times: readonly number[]): FrameBlock {
  const close = Float64Array.from(values, (value) => 2 * value);
  const open = Float64Array.from(values, () => 200);
  return { length: values.length, openTimeMs: Float64Array.from(times), columns: { open, high: close, low: close, close, volume: close } };
}

function summary(initialCash: number, interval: Interval, values: readonly number[], times: readonly number[]): EquitySummary {
  const statistics = createEquityStatistics(initialCash, interval);
  statistics.add(Float64Array.from(values), blockOf(values, times));
  return statistics.read();
}

const returnsOf = (interval: Interval, bars: readonly (readonly [string, number])[]): number[] => {
  const values = bars.map(([, value]) => value);
  return [...summary(100, interval, values, bars.map(([iso]) => at(iso))).dailyReturns];
};

const about = (expected: readonly number[]): unknown[] => expected.map((value): unknown => expect.closeTo(value, 12));

describe('daily returns', () => {
  test('a day’s equity is that of the last bar that closes in it, and the first day starts from the initial cash', () => {
    const returns = returnsOf('12h', [
      ['2024-01-01T00:00', 300], ['2024-01-01T12:00', 110],
      ['2024-01-02T00:00', 5], ['2024-01-02T12:00', 121],
    ]);
    expect(returns).toEqual(about([0.1, 0.1]));
  });

  test('a bar belongs to the day of its close, whose last millisecond is still the old day', () => {
    // A candle off the grid, as Binance has published them, opens on the 1st and closes on the 2nd.
    expect(returnsOf('1h', [['2024-01-01T22:00', 110], ['2024-01-01T23:00', 120]])).toEqual(about([0.2]));
    expect(returnsOf('1h', [['2024-01-01T22:00:20', 110], ['2024-01-01T23:00:20', 121]])).toEqual(about([0.1, 0.1]));
  });

  test('days inside a gap carry the equity over: they count, with a return of zero', () => {
    expect(returnsOf('1d', [['2024-01-01T00:00', 110], ['2024-01-04T00:00', 121]])).toEqual(about([0.1, 0, 0, 0.1]));
  });

  test('a bar longer than a day is booked on the day of its close, the days before it are zero', () => {
    expect(returnsOf('3d', [['2024-01-01T00:00', 110], ['2024-01-04T00:00', 121]])).toEqual(about([0, 0, 0.1, 0, 0, 0.1]));
    const months = returnsOf('1M', [['2024-01-01T00:00', 110], ['2024-02-01T00:00', 121]]);
    expect(months).toHaveLength(31 + 29);
    expect(months.flatMap((value, day) => (value === 0 ? [] : [day]))).toEqual([30, 59]);
  });

  test('a day that starts without equity has no return', () => {
    expect(returnsOf('1d', [['2024-01-01T00:00', -1], ['2024-01-02T00:00', 5]])[1]).toBeNaN();
  });

  test('without bars there are none', () => {
    const none = new Float64Array(0);
    expect(summary(100, '1h', [], [])).toMatchObject({ bars: 0, spanMs: 0, dailyReturns: none, holding: { totalReturn: NaN, dailyReturns: none } });
  });
});

test('holding is bought at the first open, and followed over the same days', () => {
  const { holding } = summary(100, '12h', [300, 110, 5, 121], [0, 12, 24, 36].map((hour) => hour * HOUR_MS));
  expect([...holding.dailyReturns]).toEqual(about([0.1, 0.1]));
  expect(holding.totalReturn).toBeCloseTo(0.21, 12);
});

test('the span is from the first open to the last close', () => {
  expect(summary(100, '1h', [100, 100], [0, 5 * HOUR_MS]).spanMs).toBe(6 * HOUR_MS);
});

/** By another way: a map from the ISO date of each close, and every calendar date asked for. */
function naiveSummary(initialCash: number, interval: Interval, values: readonly number[], times: readonly number[]) {
  const dateOf = (time: number): string => new Date(time).toISOString().slice(0, 10);
  const closes = new Map<string, number>();
  times.forEach((time, bar) => closes.set(dateOf(followingOpenTime(time, interval) - 1), values[bar]!));
  const dailyReturns: number[] = [];
  let equity = initialCash;
  const lastClose = followingOpenTime(times.at(-1)!, interval) - 1;
  for (let day = at(`${dateOf(times[0]!)}T00:00`); day <= lastClose; day += DAY_MS) {
    const end = closes.get(dateOf(day)) ?? equity;
    dailyReturns.push(end / equity - 1);
    equity = end;
  }
  return { bars: values.length, spanMs: lastClose + 1 - times[0]!, dailyReturns, totalReturn: values.at(-1)! / 100 - 1 };
}

const anyCurve = fc.record({
  interval: fc.constantFrom(...INTERVALS),
  start: fc.integer({ min: at('2017-01-01T00:00'), max: at('2026-01-01T00:00') }),
  offGridMs: fc.constantFrom(0, 0, 20_799),
  bars: fc.array(fc.record({ value: fc.double({ min: 1, max: 1e5, noNaN: true }), skipped: fc.constantFrom(0, 0, 0, 1, 30) }), {
    minLength: 1,
    maxLength: 60,
    size: 'max',
  }),
  cut: fc.nat(60),
});

test('over random curves, intervals, gaps and cuts it is what a map of dates says', () => {
  fc.assert(
    fc.property(anyCurve, ({ interval, start, offGridMs, bars, cut }) => {
      const times: number[] = [];
      let time = openTimeOf(start, interval) + Math.min(offGridMs, intervalMs(interval) / 2);
      for (const { skipped } of bars) {
        for (let step = 0; step <= skipped; step++) time = followingOpenTime(time, interval);
        times.push(time);
      }
      const values = bars.map(({ value }) => value);
      const statistics = createEquityStatistics(100, interval);
      statistics.add(Float64Array.from(values.slice(0, cut)), blockOf(values.slice(0, cut), times.slice(0, cut)));
      statistics.add(Float64Array.from(values.slice(cut)), blockOf(values.slice(cut), times.slice(cut)));
      const found = statistics.read();
      const { dailyReturns, totalReturn, ...rest } = naiveSummary(100, interval, values, times);
      expect(found).toMatchObject(rest);
      expect([...found.dailyReturns]).toEqual(dailyReturns);
      expect([...found.holding.dailyReturns]).toEqual(dailyReturns);
      expect(found.holding.totalReturn).toBeCloseTo(totalReturn, 9);
    }),
    { numRuns: 300 },
  );
});
