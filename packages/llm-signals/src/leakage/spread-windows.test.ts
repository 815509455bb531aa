import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { frameToWindows } from '../windows/frame-to-windows.ts';
import { drawnCandles, frameOf, steadyFrame } from '../windows/frames.test-support.ts';
import { spreadWindows } from './spread-windows.ts';

test('windows that are few enough stay as they are', () => {
  const frame = steadyFrame(24 * 10);
  expect(spreadWindows(frame, 10, 24, 10)).toEqual({ frame, every: 24, windows: 10 });
});

test('too many are spread over the whole frame', () => {
  const frame = steadyFrame(24 * 100);
  const spread = spreadWindows(frame, 10, 24, 20);
  expect(spread).toMatchObject({ frame, every: 120, windows: 20 });
  const { windows } = frameToWindows(frame, { candles: 10, every: 120 });
  expect([windows[0]!.end, windows.at(-1)!.end]).toEqual([expect.any(Number), expect.any(Number)]);
  expect(windows.at(-1)!.end - windows[0]!.end).toBe(19 * 120);
});

test('where the rarest are too many, the last are taken', () => {
  const frame = steadyFrame(10_500);
  const { frame: rest, every, windows } = spreadWindows(frame, 10, 600, 5);
  expect([every, windows]).toEqual([600, 5]);
  const cut = frameToWindows(rest, { candles: 10, every }).windows;
  expect(cut.map(({ decisionTimeMs }) => decisionTimeMs)).toEqual(frameToWindows(frame, { candles: 10, every }).windows.slice(-5).map(({ decisionTimeMs }) => decisionTimeMs));
});

test('where gaps leave none on the coarser grid, the last are taken', () => {
  const gapped = frameOf({ interval: '1h', fromMs: 0, slots: [0, 2, 4], rows: Array.from({ length: 3 }, () => [1, 1, 1, 1, 1]) });
  // Slots 0, 2 and 4 close at odd hours: none of every two, one of every three, none of every four or more up to five.
  expect(spreadWindows(gapped, 1, 1, 2)).toMatchObject({ every: 3, windows: 1 });
  expect(spreadWindows(gapped, 1, 500, 2).windows).toBe(0);
});

test('candles before a moment are history: no window ends there, and the first ones after it are whole', () => {
  const frame = steadyFrame(40);
  const fromMs = frame.openTimeMs[20]!;
  expect(spreadWindows(frame, 10, 1, 40, fromMs)).toEqual({ frame, every: 1, windows: 20 });
  const { frame: rest, windows } = spreadWindows(frame, 10, 600, 5, fromMs);
  expect([rest, windows]).toEqual([frame, 0]);
  expect(frameToWindows(frame, { candles: 10, every: 1 }, fromMs)).toEqual({ windows: frameToWindows(frame, { candles: 10, every: 1 }).windows.slice(-20), skipped: [] });
});

test('there are never more than asked for, and none that the finer cut does not have', () => {
  fc.assert(
    fc.property(drawnCandles, fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 5 }), (drawn, candles, every, most) => {
      const frame = frameOf(drawn);
      const spread = spreadWindows(frame, candles, every, most);
      const times = (of: typeof frame, step: number): number[] => frameToWindows(of, { candles, every: step }).windows.map(({ decisionTimeMs }) => decisionTimeMs);
      const chosen = times(spread.frame, spread.every);
      expect(chosen).toHaveLength(spread.windows);
      expect(spread.windows).toBeLessThanOrEqual(most);
      expect(times(frame, every)).toEqual(expect.arrayContaining(chosen));
      expect(spread.windows > 0).toBe(times(frame, every).length > 0);
    }),
    { numRuns: 500 },
  );
});
