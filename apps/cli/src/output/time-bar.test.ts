import { expect, test } from '@jest/globals';
import { type Coverage, countMissing, findGaps, HOUR_MS } from '@wick/core';
import { coveragesToText } from './coverage-to-text.ts';
import { timeAxisOf, timeBar } from './time-bar.ts';

/** Hourly candles from a day on, for so many days, without those hours of the series that `lacks` names. */
function covering(from: string, days: number, lacks: (hour: number) => boolean = () => false, symbol = 'BTCUSDT'): Coverage {
  const hours = Array.from({ length: days * 24 }, (_, hour) => hour).filter((hour) => !lacks(hour));
  const times = Float64Array.from(hours, (hour) => Date.parse(`${from}Z`) + hour * HOUR_MS);
  const gaps = findGaps(times, '1h').map((gap) => ({ ...gap, kind: 'unexplained' as const }));
  return {
    series: { exchange: 'binance', market: 'spot', symbol, interval: '1h' },
    candles: times.length, firstOpenTimeMs: times[0] ?? null, lastOpenTimeMs: times.at(-1) ?? null,
    gaps, outside: [], missing: countMissing(gaps), offGrid: 0,
  };
}

const barOf = (coverage: Coverage, width = 72): string => {
  const axis = timeAxisOf([coverage], width);
  return `${axis.unit} ${timeBar(coverage, axis)}`;
};

test('a cell says whether all, most, some or none of its candles are there', () => {
  const lacks = (hour: number): boolean =>
    hour === 30 || (hour >= 48 && hour < 61) || (hour >= 72 && hour < 96) || (hour >= 96 && hour < 108);
  expect(barOf(covering('2024-01-01', 6, lacks))).toBe('day █▓░·▓█');
});

test('the axis takes the finest unit that fits', () => {
  const coverage = covering('2023-11-15', 100);
  expect(barOf(coverage, 100)).toBe(`day ${'█'.repeat(100)}`);
  expect(barOf(coverage, 72)).toBe('month ▓██▓');
  expect(barOf(coverage, 3)).toBe('quarter ▓▓');
  expect(barOf(covering('2015-06-01', 365 * 8), 5)).toBe('year ▓███████░');
});

test('several series share an axis', () => {
  const all = [covering('2024-01-01', 31), covering('2024-02-01', 29, undefined, 'ETHUSDT')];
  const axis = timeAxisOf(all, 40);
  expect(axis.unit).toBe('month');
  expect(all.map((coverage) => timeBar(coverage, axis))).toEqual(['█ ', ' █']);
  const text = coveragesToText(all);
  expect(text).toContain('2024-01-01 … 2024-02-29');
  expect(text).toContain('A cell a day');
  expect(text.split('\n')).toHaveLength(5);
});

test('kinds of gaps are counted', () => {
  const coverage = covering('2024-01-01', 3, (hour) => hour === 3 || hour === 8 || hour === 20);
  const gaps = coverage.gaps.map((gap, i) => ({ ...gap, kind: i === 1 ? ('unexplained' as const) : ('outage' as const) }));
  const text = coveragesToText([{ ...coverage, gaps, outside: [{ fromMs: 0, toMs: HOUR_MS, missing: 1, kind: 'not-listed' }] }]);
  expect(text).toContain('2 outage, 1 unexplained');
  expect(text).toMatch(/2024-01-01 08:00 → 2024-01-01 09:00 +1 candle {2}unexplained/);
  expect(text).toMatch(/Outside:[^]*1970-01-01 00:00 → 1970-01-01 01:00 +1 candle {2}not-listed/);
});

test('a hundred series fit into a terminal', () => {
  const all = Array.from({ length: 100 }, (_, i) => covering('2017-08-17', 800 + i, (hour) => i === 7 && hour === 500, `SYM${i}USDT`));
  const lines = coveragesToText(all, 100).split('\n');
  expect(lines).toHaveLength(103);
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(100);
  expect(lines[0]).not.toContain('Exchange');
  expect(lines[8]).toMatch(/ 1 +[░▓]█+[░▓] +1 unexplained$/);
});

test('a series of which nothing is stored has no bar', () => {
  const nothing = covering('2024-01-01', 0);
  expect(timeBar(nothing, timeAxisOf([nothing], 10))).toBe('');
});
