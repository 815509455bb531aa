import { describe, expect, test } from '@jest/globals';
import { type CandleBatch, candlesToBatch, closeTimeOf, DAY_MS, HOUR_MS, type Interval, isOnGrid, MINUTE_MS, nextOpenTime } from '@wick/core';
import fc from 'fast-check';
import type { ArchiveFacts } from '../archive/archive-file.ts';
import { archiveRange } from './archive-key.ts';
import { batchesToFacts } from './batches-to-facts.ts';
import { series } from './bucket.test-support.ts';

const T0 = Date.UTC(2024, 10, 1);
const LATER = Date.UTC(2030, 0, 1);

function candles(interval: Interval, times: readonly number[], volumes: readonly number[] = []): CandleBatch {
  const details = { quoteVolume: 1, trades: 1, takerBuyVolume: 1, takerBuyQuoteVolume: 1 };
  return candlesToBatch(
    series('BTCUSDT', interval),
    times.map((openTimeMs, row) => ({
      openTimeMs, closeTimeMs: closeTimeOf(openTimeMs, interval), open: 1, high: 1, low: 1, close: 1, volume: volumes[row] ?? 1, ...details,
    })),
  );
}

const read = (interval: Interval): ArchiveFacts => ({
  series: series('BTCUSDT', interval), candles: 0, duplicates: 0, hasHeader: false, timeUnit: 'ms', unknownColumns: [], ignoredColumns: [],
});

const factsOf = (batches: readonly CandleBatch[], interval: Interval, range = archiveRange(T0, 'daily'), publishedMs = LATER) =>
  batchesToFacts(batches, read(interval), range, publishedMs);

/** The grid of an interval, one open time after the other. */
function grid(interval: Interval, fromMs: number, toMs: number): number[] {
  const times: number[] = [];
  for (let timeMs = nextOpenTime(fromMs - 1, interval); timeMs < toMs; timeMs = nextOpenTime(timeMs, interval)) times.push(timeMs);
  return times;
}

describe('what a file lacks', () => {
  test('is told at its beginning, in its middle and at its end', () => {
    const hours = grid('1h', T0, T0 + DAY_MS);
    const { facts } = factsOf([candles('1h', [...hours.slice(2, 8), ...hours.slice(9, 20)])], '1h');
    expect(facts).toMatchObject({ candles: 17, expectedCandles: 24, missingCandles: 7, outside: 0, unclosed: 0, offGrid: 0 });
    expect(facts.missing).toEqual([
      { fromMs: T0, toMs: T0 + 2 * HOUR_MS, missing: 2 },
      { fromMs: T0 + 8 * HOUR_MS, toMs: T0 + 9 * HOUR_MS, missing: 1 },
      { fromMs: T0 + 20 * HOUR_MS, toMs: T0 + DAY_MS, missing: 4 },
    ]);
  });

  test('is the whole file where no row belongs into it', () => {
    const { batches, facts } = factsOf([candles('1h', [T0 - HOUR_MS, T0 + DAY_MS])], '1h');
    expect(batches).toEqual([]);
    expect(facts).toMatchObject({ candles: 0, outside: 2, missing: [{ fromMs: T0, toMs: T0 + DAY_MS, missing: 24 }] });
  });

  test('is right for every interval and every choice of rows', () => {
    const intervals: readonly Interval[] = ['1m', '15m', '1h', '8h', '1d', '3d', '1w', '1M'];
    const choice = fc.record({
      interval: fc.constantFrom(...intervals),
      dayMs: fc.integer({ min: 0, max: 3_000 }).map((day) => Date.UTC(2017, 7, 17) + day * DAY_MS),
      drop: fc.array(fc.nat(50_000), { maxLength: 30 }),
      extra: fc.integer({ min: 0, max: 3 }),
    });
    fc.assert(
      fc.property(choice, ({ interval, dayMs, drop, extra }) => {
        const period = interval === '1m' ? 'daily' : 'monthly';
        const range = archiveRange(dayMs, period);
        const inside = grid(interval, range.fromMs, range.toMs);
        const dropped = new Set(drop.map((place) => inside[place % Math.max(1, inside.length)]));
        const kept = inside.filter((timeMs) => !dropped.has(timeMs));
        const beyond = grid(interval, range.toMs, range.toMs + 100 * DAY_MS).slice(0, extra);
        const all = [...kept, ...beyond];
        const third = Math.ceil(all.length / 3);
        const pieces = [all.slice(0, third), all.slice(third, 2 * third), all.slice(2 * third)].filter((piece) => piece.length > 0);
        const { batches, facts } = factsOf(pieces.map((piece) => candles(interval, piece)), interval, range);
        expect(facts.expectedCandles).toBe(inside.length);
        expect(facts.outside).toBe(beyond.length);
        expect(batches.flatMap(({ openTimeMs }) => [...openTimeMs])).toEqual(kept);
        expect(facts.missing.flatMap(({ fromMs, toMs }) => grid(interval, fromMs, toMs))).toEqual(inside.filter((timeMs) => dropped.has(timeMs)));
        expect(facts.missingCandles).toBe(inside.length - kept.length);
      }),
    );
  });

  test('counts no candle beside a run off the grid, as findGaps counts none', () => {
    const shifted = grid('1m', T0, T0 + DAY_MS).map((timeMs) => timeMs + 20_799);
    expect(factsOf([candles('1m', shifted)], '1m').facts).toMatchObject({ offGrid: 1440, missing: [], expectedCandles: 1440 });
    expect(shifted.some((timeMs) => isOnGrid(timeMs, '1m'))).toBe(false);
  });
});

test('a candle that was still open when the file was published is refused and missing', () => {
  const weeks = [4, 11, 18, 25].map((day) => Date.UTC(2024, 10, day));
  const range = archiveRange(T0, 'monthly');
  const early = factsOf([candles('1w', weeks)], '1w', range, Date.UTC(2024, 11, 1, 12));
  expect(early.facts).toMatchObject({ candles: 3, unclosed: 1, missing: [{ fromMs: weeks[3], toMs: Date.UTC(2024, 11, 2), missing: 1 }] });
  expect(factsOf([candles('1w', weeks)], '1w', range, Date.UTC(2024, 11, 2)).facts).toMatchObject({ candles: 4, unclosed: 0, missing: [] });
});

test('runs without volume are told, parted by gaps', () => {
  const minutes = grid('1m', T0, T0 + 9 * MINUTE_MS);
  const volumes = [1, 0, 0, 1, 0, 0, 1, 1];
  const { facts } = factsOf([candles('1m', minutes.filter((_, row) => row !== 5), volumes)], '1m');
  expect(facts.untraded).toEqual([
    { fromMs: minutes[1], toMs: minutes[3], candles: 2 },
    { fromMs: minutes[4], toMs: minutes[5], candles: 1 },
    { fromMs: minutes[6], toMs: minutes[7], candles: 1 },
  ]);
});
