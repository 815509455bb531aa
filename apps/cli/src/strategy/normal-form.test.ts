import { expect, test } from '@jest/globals';
import { createFrame, type FrameColumns, type Series, type Signals, type Strategy } from '@wick/core';
import { strategyArbitrary } from '@wick/core/arbitraries';
import { createSignalStream } from '@wick/engine';
import { strategiesToDiff, strategyToNormalForm } from '@wick/llm-signals';
import { generateCandles } from '@wick/testkit';
import fc from 'fast-check';

const SERIES: Series = { exchange: 'simulated', market: 'spot', symbol: 'BTCUSDT', interval: '1h' };
const batch = generateCandles({ series: SERIES, fromMs: Date.UTC(2024, 0, 1), count: 400, seed: 7 });
/** Unknown values here and there: a rule that is turned round must not know more, or less, than before. */
const volume = batch.columns.volume.map((value, bar) => (bar % 17 === 5 ? NaN : value));
const frame = createFrame(SERIES, batch.openTimeMs, { ...batch.columns, volume } as FrameColumns);

function signalsOf(strategy: Strategy): number[][] {
  const { longEntry, longExit, shortEntry, shortExit }: Signals = createSignalStream(strategy, { interval: '1h' }).process(frame);
  return [longEntry, longExit, shortEntry, shortExit].map(({ words }) => [...words]);
}

test('what is called the same part of two strategies gives the same signals on every bar', () => {
  let entered = 0;
  fc.assert(
    fc.property(strategyArbitrary({ maxPeriod: 8, interval: '1h', highest: '1d' }), (strategy) => {
      const other = strategyToNormalForm(strategy);
      expect(strategiesToDiff(strategy, other).differences).toEqual([]);
      const signals = signalsOf(strategy);
      expect(signalsOf(other)).toEqual(signals);
      if (signals.some((words) => words.some((word) => word !== 0))) entered++;
    }),
    { numRuns: 150 },
  );
  expect(entered).toBeGreaterThan(50);
});
