import { describe, expect, test } from '@jest/globals';
import { createFrame, type Frame, type Interval, nextOpenTime, slotOf, slotOpenTime } from '@wick/core';
import fc from 'fast-check';
import { drawnCandles, frameOf, rowsOf, steadyFrame } from './frames.test-support.ts';
import { frameToWindows } from './frame-to-windows.ts';
import { windowQuestions } from './window-to-question.ts';

const cut = fc.record({ candles: fc.integer({ min: 1, max: 12 }), every: fc.integer({ min: 1, max: 8 }) });
const momentsOf = (frame: Frame, candles: number, every: number): string[] =>
  frameToWindows(frame, { candles, every }).windows.map(({ decisionTimeMs }) => new Date(decisionTimeMs).toISOString());

/** Every window as its moment and what a model is asked, masked and not. */
function asked(frame: Frame, settings: { candles: number; every: number }): [number, string][] {
  const plain = windowQuestions(frame, { ...settings, instruction: 'Buy low.', masked: false });
  const masked = windowQuestions(frame, { ...settings, instruction: 'Buy low.', masked: true });
  return frameToWindows(frame, settings).windows.map((window) => [window.decisionTimeMs, JSON.stringify([plain.question(window), masked.question(window)])]);
}

describe('the windows of a frame', () => {
  test('are the last candles at every moment that is a multiple of the interval since the epoch', () => {
    const { windows, skipped } = frameToWindows(steadyFrame(10, '1h', Date.UTC(2024, 0, 1, 21)), { candles: 2, every: 4 });
    expect(windows).toEqual([
      { start: 1, end: 3, decisionTimeMs: Date.UTC(2024, 0, 2, 0) },
      { start: 5, end: 7, decisionTimeMs: Date.UTC(2024, 0, 2, 4) },
    ]);
    expect(skipped).toEqual([]);
  });

  test.each<[Interval, number, string[]]>([
    ['1h', 24, ['2024-01-02T00:00:00.000Z', '2024-01-03T00:00:00.000Z']],
    ['1M', 3, ['2024-04-01T00:00:00.000Z', '2024-07-01T00:00:00.000Z', '2024-10-01T00:00:00.000Z', '2025-01-01T00:00:00.000Z']],
    ['1w', 10, ['2024-01-22T00:00:00.000Z', '2024-04-01T00:00:00.000Z']],
    // Day 19741 since 1970, and 19741 = 60 · 329 + 1.
    ['3d', 20, ['2024-01-19T00:00:00.000Z']],
  ])('of %s every %d bars are cut at round moments', (interval, every, moments) => {
    const length = { '1h': 48, '1M': 12, '1w': 20, '3d': 20 }[interval as '1h']!;
    const frame = steadyFrame(length, interval, Date.UTC(2024, 0, 1));
    expect(momentsOf(frame, 1, every)).toEqual(moments);
    expect(moments.every((moment) => slotOf(Date.parse(moment), interval) % every === 0)).toBe(true);
  });

  test('are skipped where the history is too short', () => {
    expect(frameToWindows(steadyFrame(3), { candles: 3, every: 1 })).toEqual({
      windows: [{ start: 0, end: 3, decisionTimeMs: Date.UTC(2024, 0, 1, 3) }],
      skipped: [{ bar: 0, why: 'short-history' }, { bar: 1, why: 'short-history' }],
    });
  });

  test('are skipped where they would span a gap', () => {
    const frame = frameOf({ interval: '1h', fromMs: 0, slots: [0, 1, 3, 4], rows: Array.from({ length: 4 }, () => [1, 1, 1, 1, 1]) });
    const { windows, skipped } = frameToWindows(frame, { candles: 2, every: 1 });
    expect(windows.map(({ start }) => start)).toEqual([0, 2]);
    expect(skipped).toEqual([{ bar: 0, why: 'short-history' }, { bar: 2, why: 'gap' }]);
  });

  test('are skipped where candles are off the grid, though no whole candle is missing', () => {
    const steady = steadyFrame(5, '1m');
    const frame = createFrame(steady.series, steady.openTimeMs.map((timeMs, row) => timeMs + (row >= 2 ? 20_799 : 0)), steady.columns);
    expect(frame.gaps).toEqual([]);
    expect(frameToWindows(frame, { candles: 2, every: 1 }).skipped).toContainEqual({ bar: 2, why: 'gap' });
  });

  test('of months of any length follow each other', () => {
    expect(frameToWindows(steadyFrame(24, '1M'), { candles: 24, every: 1 }).windows).toHaveLength(1);
  });

  test('of no candles are none', () => {
    expect(frameToWindows(steadyFrame(0), { candles: 1, every: 1 })).toEqual({ windows: [], skipped: [] });
  });

  test.each([0, -1, 1.5, Number.NaN, 1_001, Infinity])('of %d candles, or so many bars apart, are refused', (count) => {
    expect(() => frameToWindows(steadyFrame(3), { candles: count, every: 1 })).toThrow(expect.objectContaining({ code: 'OPTION_INVALID' }));
    expect(() => frameToWindows(steadyFrame(3), { candles: 1, every: count })).toThrow(expect.objectContaining({ code: 'OPTION_INVALID' }));
  });
});

describe('any frame', () => {
  test('has a decision at each of its moments, with a window or a reason, and all of the window is consecutive and closed', () => {
    fc.assert(
      fc.property(drawnCandles, cut, (drawn, settings) => {
        const frame = frameOf(drawn);
        const { interval } = frame.series;
        const { windows, skipped } = frameToWindows(frame, settings);
        const decided = [...windows.map(({ end }) => end - 1), ...skipped.map(({ bar }) => bar)].toSorted((a, b) => a - b);
        const due = [...frame.openTimeMs.keys()].filter((row) => slotOf(nextOpenTime(frame.openTimeMs[row]!, interval), interval) % settings.every === 0);
        expect(decided).toEqual(due);
        for (const { start, end, decisionTimeMs } of windows) {
          const last = slotOf(decisionTimeMs, interval);
          const expected = Array.from({ length: settings.candles }, (_, index) => slotOpenTime(last - settings.candles + index, interval));
          expect([...frame.openTimeMs.subarray(start, end)]).toEqual(expected);
        }
      }),
    );
  });

  test('asks the same of every window when it is extended to either side: no look-ahead, no dependence on the range', () => {
    fc.assert(
      fc.property(drawnCandles, cut, fc.nat(), fc.nat(), (drawn, settings, a, b) => {
        const frame = frameOf(drawn);
        const [start, end] = [a % (frame.length + 1), b % (frame.length + 1)].toSorted((x, y) => x - y) as [number, number];
        const part = rowsOf(frame, start, end);
        const whole = new Map(asked(frame, settings));
        for (const [moment, question] of asked(part, settings)) expect(whole.get(moment)).toBe(question);

        // What the part lacks, apart from moments outside of it, it lacks for its short history.
        const missed = frameToWindows(frame, settings).windows.filter((window) => window.end > start && window.end <= end && window.start < start);
        expect(asked(part, settings).length + missed.length).toBe([...whole.keys()].filter((moment) => {
          const window = frameToWindows(frame, settings).windows.find(({ decisionTimeMs }) => decisionTimeMs === moment)!;
          return window.end > start && window.end <= end;
        }).length);
      }),
    );
  });

  test('never changes a window when candles are appended, whatever they are', () => {
    fc.assert(
      fc.property(drawnCandles, cut, fc.nat(), (drawn, settings, at) => {
        const kept = at % (drawn.slots.length + 1);
        const altered = { ...drawn, rows: drawn.rows.map((row, index) => (index < kept ? row : row.map((value) => value * 3 + 1))) };
        const before = asked(rowsOf(frameOf(drawn), 0, kept), settings);
        expect(asked(frameOf(altered), settings).slice(0, before.length)).toEqual(before);
      }),
    );
  });
});
