import { describe, expect, test } from '@jest/globals';
import {
  blockOf, COLUMNS, createFrame, DAY_MS, type Frame, type FrameBlock, HOUR_MS, type Interval, MINUTE_MS, openTimeOf,
  textToExpression, textToStrategy,
} from '@wick/core';
import fc from 'fast-check';
import { backtest } from '../backtest.ts';
import { expressionsToPlan } from '../plan/expressions-to-plan.ts';
import { bytesOf, cut, cutsArbitrary, frameArbitrary, seriesOverBlocks } from '../signals/blocks.test-support.ts';
import { computeCondition, computeSeries } from '../signals/compute-expression.ts';
import { naiveNumbers } from '../signals/naive-expression.test-support.ts';
import { createSignalStream } from '../signals/signal-stream.ts';
import { barsUntilClosedOver } from './candle-closes.ts';

const number = (text: string) => textToExpression(text, 'number');

/** Bars that open at these times, whose close is the number of the bar. */
function barsAt(times: readonly number[], interval: Interval = '5m'): Frame {
  const close = Float64Array.from(times, (_, row) => row + 1);
  const columns = { open: close.map((price) => price - 0.5), high: close.map((price) => price + 1), low: close.map((price) => price - 0.75), close, volume: close };
  return createFrame({ exchange: 'simulated', market: 'spot', symbol: 'BTCUSDT', interval }, Float64Array.from(times), columns);
}

const minutes = (...all: number[]): Frame => barsAt(all.map((minute) => minute * MINUTE_MS));
const every5 = (from: number, to: number): number[] => Array.from({ length: (to - from) / 5 }, (_, index) => from + index * 5);
const over = (frame: Frame, text: string): number[] => [...computeSeries(frame, number(text), frame.series.interval)];

describe('a higher candle', () => {
  test('is known at the close of its last bar, and stays until the next one closes', () => {
    const frame = minutes(...every5(0, 60));
    expect(over(frame, '15m: close')).toEqual([NaN, NaN, 3, 3, 3, 6, 6, 6, 9, 9, 9, 12]);
    expect(over(frame, '15m: open')).toEqual([NaN, NaN, 0.5, 0.5, 0.5, 3.5, 3.5, 3.5, 6.5, 6.5, 6.5, 9.5]);
    expect(over(frame, '15m: high')).toEqual([NaN, NaN, 4, 4, 4, 7, 7, 7, 10, 10, 10, 13]);
    expect(over(frame, '15m: low')).toEqual([NaN, NaN, 0.25, 0.25, 0.25, 3.25, 3.25, 3.25, 6.25, 6.25, 6.25, 9.25]);
    expect(over(frame, '15m: volume')).toEqual([NaN, NaN, 6, 6, 6, 15, 15, 15, 24, 24, 24, 33]);
  });

  test('has a past of its own: [1] inside is the candle before, [1] outside the bar before', () => {
    const frame = minutes(...every5(0, 45));
    expect(over(frame, '15m: close[1]')).toEqual([NaN, NaN, NaN, NaN, NaN, 3, 3, 3, 6]);
    expect(over(frame, '(15m: close)[1]')).toEqual([NaN, NaN, NaN, 3, 3, 3, 6, 6, 6]);
  });

  test('whose last bar is missing waits for a bar that opens at its end or later', () => {
    expect(over(minutes(0, 5, 15, 20, 25), '15m: close')).toEqual([NaN, NaN, 2, 2, 5]);
    expect(over(minutes(0, 5, 50, 55), '15m: close')).toEqual([NaN, NaN, 2, 4]);
  });

  test('and the next can close at the same bar: the later one counts, and the earlier one was', () => {
    const frame = minutes(0, 5, 25, 30);
    expect(over(frame, '15m: close')).toEqual([NaN, NaN, 3, 3]);
    expect(over(frame, '15m: close[1]')).toEqual([NaN, NaN, 2, 2]);
  });

  test('lacks what a gap took, and there is none where every bar is missing', () => {
    const frame = minutes(0, 10, 45, 55);
    expect(over(frame, '15m: volume')).toEqual([NaN, 3, 3, 7]);
    expect(over(frame, '15m: close[1]')).toEqual([NaN, NaN, NaN, 2]);
  });

  test('that began before the first bar is left out', () => {
    expect(over(minutes(...every5(5, 30)), '15m: open')).toEqual([NaN, NaN, NaN, NaN, 2.5]);
    expect(over(minutes(5, 20, 25), '15m: open')).toEqual([NaN, NaN, 1.5]);
  });

  test('does not open again for a bar that overlaps the one that closed it', () => {
    const frame = barsAt([0, 5, 11, 13, 18, 25].map((minute) => minute * MINUTE_MS));
    expect(over(frame, '15m: close')).toEqual([NaN, NaN, 3, 3, 3, 6]);
    expect(over(frame, '15m: volume')).toEqual([NaN, NaN, 6, 6, 6, 11]);
  });

  test('is a week from Monday and a calendar month', () => {
    const days = barsAt(Array.from({ length: 70 }, (_, day) => Date.UTC(2024, 0, 31) + day * DAY_MS), '1d');
    const months = over(days, '1M: close');
    // 2024-01-31 alone is cut off; February ends on bar 29, counted from 0.
    expect(months.findIndex((value) => value === 30)).toBe(29);
    expect(months.findIndex((value) => value === 61)).toBe(60);
    const weeks = over(days, '1w: close');
    expect(weeks.findIndex((value) => !Number.isNaN(value))).toBe(11);
    expect(new Date(days.openTimeMs[11]!).getUTCDay()).toBe(0);
  });

  test('of the interval of the run is the bar itself', () => {
    expect(over(minutes(0, 5, 10), '5m: close - 5m: open')).toEqual([0.5, 0.5, 0.5]);
  });

  test('has an unknown sum where one part is unknown', () => {
    const { columns, ...rest } = minutes(...every5(0, 30));
    const volume = columns.volume.map((value, row) => (row === 1 ? NaN : value));
    expect([...computeSeries({ ...rest, columns: { ...columns, volume } }, number('15m: volume'), '5m')]).toEqual([NaN, NaN, NaN, NaN, NaN, 15]);
  });
});

describe('a part on a higher interval', () => {
  const frames = frameArbitrary(150);
  const texts = fc.constantFrom(
    '5m: close', '15m: high - 3m: low', '1h: ema(close, 3)', 'sma(15m: close, 4) + 5m: trades', '5m: atr(3)', '(15m: open)[2] - 30m: volume',
  );

  test('is what the candles of the whole history say, looked up by time, for every split into blocks', () => {
    fc.assert(
      fc.property(frames, cutsArbitrary, texts, fc.integer({ min: 1, max: 64 }), (frame, cuts, text, blockLength) => {
        const whole = seriesOverBlocks([frame], number(text), 64);
        const expected = Float64Array.from(naiveNumbers(frame, number(text)), (value) => (Number.isNaN(value) ? NaN : value));
        expect(bytesOf(whole)).toBe(bytesOf(expected));
        expect(bytesOf(seriesOverBlocks(cut(frame, cuts), number(text), blockLength))).toBe(bytesOf(whole));
      }),
      { numRuns: 500 },
    );
  });

  test('cannot be told by any candle or gap to come', () => {
    fc.assert(
      fc.property(frames, frames, fc.nat(149), texts, (frame, other, at, text) => {
        const row = at % frame.length;
        const seen = computeSeries(blockOf(frame, 0, row + 1), number(text), '1m');
        const changed = computeSeries(continuedBy(frame, row, other), number(text), '1m');
        expect(bytesOf(changed.slice(0, row + 1))).toBe(bytesOf(seen));
      }),
      { numRuns: 300 },
    );
  });

  test('is computed once for all who read it, and one interval has one plan', () => {
    const plan = expressionsToPlan(
      ['1h: ema(close, 9) > close', '1h: (ema(close, 9) > sma(50))', '4h: close > 1h: ema(close, 9)'].map((text) => textToExpression(text)),
      'condition',
      { interval: '5m' },
    );
    expect(plan.higher.map(({ interval }) => interval)).toEqual(['1h', '4h']);
    expect(plan.higher[0]!.plan.nodes.filter(({ kind }) => kind === 'kernel')).toHaveLength(2);
    expect(plan.nodes.filter(({ kind }) => kind === 'higher')).toHaveLength(2);
  });

  test.each([
    ['1m: close', '5m', 'STRATEGY_INVALID', '1m: cannot be used on 5m candles, because they do not make up whole 1m candles.'],
    ['5m: close', '3m', 'STRATEGY_INVALID', '5m: cannot be used on 3m candles, because they do not make up whole 5m candles.'],
    ['1M: close', '1w', 'STRATEGY_INVALID', '1M: cannot be used on 1w candles, because they do not make up whole 1M candles.'],
    ['1h: close', undefined, 'OPTION_INVALID', 'A rule reads 1h candles, and the interval of the bars is not given.'],
  ] as const)('%s on candles of %s is refused', (text, interval, code, message) => {
    expect(() => expressionsToPlan([number(text)], 'number', { interval })).toThrow(expect.objectContaining({ code, message }));
  });

  test('says which column is missing', () => {
    const frame = minutes(...every5(0, 60));
    expect(() => computeSeries(frame, number('15m: trades'), '5m')).toThrow(expect.objectContaining({ code: 'CANDLES_MISSING', details: { column: 'trades' } }));
  });
});

/** The bars up to `row`, and after them those of another frame, whose times follow in their own rhythm. */
function continuedBy(frame: FrameBlock, row: number, other: FrameBlock): FrameBlock {
  const times = [...frame.openTimeMs.subarray(0, row + 1), ...other.openTimeMs.map((time) => time - other.openTimeMs[0]! + frame.openTimeMs[row]! + MINUTE_MS)];
  const columns = Object.fromEntries(
    COLUMNS.map((name) => [name, Float64Array.from([...frame.columns[name]!.subarray(0, row + 1), ...other.columns[name]!])]),
  ) as unknown as FrameBlock['columns'];
  return { length: times.length, openTimeMs: Float64Array.from(times), columns };
}

/**
 * The leak that backtests publish again and again: daily candles are joined to hours by the day on which they open, so
 * that every hour of a day knows the close of that day. A rule that buys when "the day" closes higher than now cannot lose.
 */
describe('a higher candle that is indexed by its opening time', () => {
  const hours = 24 * 60;
  const random = (() => {
    let state = 7;
    return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
  })();
  const close = new Float64Array(hours);
  for (let hour = 0, price = 100; hour < hours; hour++) close[hour] = price *= 1 + (random() - 0.5) * 0.02;
  const open = close.map((price, hour) => close[hour - 1] ?? price);
  const frame = createFrame(
    { exchange: 'simulated', market: 'spot', symbol: 'BTCUSDT', interval: '1h' },
    Float64Array.from({ length: hours }, (_, hour) => Date.UTC(2024, 0, 1) + hour * HOUR_MS),
    { open, close, high: close.map((price, hour) => Math.max(price, open[hour]!)), low: close.map((price, hour) => Math.min(price, open[hour]!)), volume: close },
  );
  const leaking = Float64Array.from(frame.openTimeMs, (time) => {
    const day = openTimeOf(time, '1d');
    return close[frame.openTimeMs.findLastIndex((other) => openTimeOf(other, '1d') === day)]!;
  });

  test('sees the close of the day from its first hour on; ours is the day before until the last hour has closed', () => {
    const ours = computeSeries(frame, number('1d: close'), '1h');
    for (let day = 1; day < 60; day++) {
      const first = day * 24;
      expect([leaking[first], leaking[first + 22]]).toEqual([close[first + 23], close[first + 23]]);
      expect([ours[first], ours[first + 22], ours[first + 23]]).toEqual([close[first - 1], close[first - 1], close[first + 23]]);
    }
  });

  test('makes a random walk profitable; ours does not know where the day ends', () => {
    const gainPerSignal = (signals: (hour: number) => boolean): number => {
      const gains = [...close.keys()].slice(24, -24).filter(signals).map((hour) => leaking[hour]! / close[hour]! - 1);
      return gains.reduce((sum, gain) => sum + gain, 0) / gains.length;
    };
    const rule = computeCondition(frame, textToExpression('1d: close > close'), '1h');
    const leak = gainPerSignal((hour) => leaking[hour]! > close[hour]!);
    const honest = gainPerSignal((hour) => ((rule.words[hour >>> 5]! >>> (hour & 31)) & 1) === 1);
    expect(leak).toBeGreaterThan(0.005);
    expect(Math.abs(honest)).toBeLessThan(leak / 3);
  });
});

describe('the warm-up', () => {
  const strategy = textToStrategy('entry: close > 15m: sma(close, 3)');

  test('counts bars from the opening of a higher candle, where nothing is known of the times', () => {
    expect(createSignalStream(strategy, { interval: '5m' }).warmupBars).toBe(8);
    const monthly = textToStrategy('entry: 1M: close > close');
    expect(createSignalStream(monthly, { interval: '1d' }).warmupBars).toBe(27);
  });

  test('is exact over the bars that there are', () => {
    const bars = (...all: number[]): number => createSignalStream(strategy, { interval: '5m' }).warmupOver(minutes(...all).openTimeMs);
    expect(bars(...every5(0, 100))).toBe(8);
    expect(bars(...every5(5, 100))).toBe(10);
    expect(bars(0, 15, 30, 45)).toBe(3);
    expect(bars(0, 15, 30)).toBe(4);
    expect(bars(0)).toBe(8);
    expect(bars()).toBe(8);
  });

  test('is the first bar on which the value is known, or would be if the bars went on', () => {
    fc.assert(
      fc.property(frameArbitrary(80), fc.integer({ min: 1, max: 6 }), fc.constantFrom<Interval>('3m', '15m', '1h'), (frame, candles, interval) => {
        const last = frame.openTimeMs[frame.length - 1]!;
        const goingOn = Float64Array.from([...frame.openTimeMs, ...Array.from({ length: 500 }, (_, bar) => last + (bar + 1) * MINUTE_MS)]);
        const ones = new Float64Array(goingOn.length).fill(1);
        const block = { length: goingOn.length, openTimeMs: goingOn, columns: { open: ones, high: ones, low: ones, close: ones, volume: ones } };
        const known = computeSeries(block, number(`${interval}: sma(close, ${candles})`), '1m');
        expect(barsUntilClosedOver(frame.openTimeMs, candles, interval, '1m')).toBe(known.findIndex((value) => !Number.isNaN(value)));
      }),
      { numRuns: 500 },
    );
  });

  test('decides whether the history is long enough, and stands in the manifest', () => {
    const enough = minutes(...every5(5, 60));
    expect(backtest(enough, strategy).manifest.warmupBars).toBe(10);
    expect(() => backtest(minutes(...every5(5, 55)), strategy)).toThrow(
      expect.objectContaining({ code: 'HISTORY_TOO_SHORT', message: 'The strategy needs at least 11 candles of BTCUSDT 5m, and there are 10.' }),
    );
  });
});
