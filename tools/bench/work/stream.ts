import { type FrameBlock, MINUTE_MS, parseExecution, textToStrategy } from '@wick/core';
import { createBacktest, type RunResult } from '@wick/engine';
import type { Benchmark } from '../harness/benchmark.ts';
import { FIRST_OPEN_MS, readFrame } from '../market/market-files.ts';
import { prepareMarkets } from '../market/prepare-markets.ts';

const BLOCK_BARS = 65_536;
/** The market that is told again and again. */
const TOLD_BARS = 2 * BLOCK_BARS;
/** Positions of one size: all of the equity would be eaten up by the costs of 600,000 orders. */
const STRATEGY = textToStrategy(
  'entry: sma(close, 50) crosses above sma(close, 200); exit: sma(close, 50) crosses below sma(close, 200); size: 1000 quote',
);
const EXECUTION = parseExecution({ initialCash: 10_000_000 });

/** More bars than memory holds, through strategy, portfolio and all metrics; what stays is a number a day. */
export const stream: Benchmark = {
  name: 'stream',
  work: ({ bars }) => `${bars.toLocaleString('en')} minutes streamed in blocks, two averages crossing, all metrics`,
  full: { bars: 100_000_000 },
  small: { bars: 50_000 },
  pairs: 3,
  goal: { barsPerSecond: 30_000_000, megabytes: 200 },
  prepare: (folder, { bars }) => prepareMarkets(folder, { bars: Math.min(bars, TOLD_BARS) }),
  open(folder, { bars }) {
    const told = readFrame(folder);
    let result: RunResult;
    return {
      run() {
        const openTimeMs = Float64Array.from({ length: BLOCK_BARS }, (_, bar) => FIRST_OPEN_MS + bar * MINUTE_MS);
        const run = createBacktest(STRATEGY, { interval: '1m', execution: EXECUTION, equity: 'discard', trades: 'discard' });
        for (let done = 0; done < bars; ) {
          const from = done % told.length;
          const length = Math.min(BLOCK_BARS, bars - done, told.length - from);
          run.push(blockAt(told, from, length, openTimeMs.subarray(0, length)));
          for (let bar = 0; bar < length; bar++) openTimeMs[bar]! += length * MINUTE_MS;
          done += length;
        }
        result = run.finish();
      },
      answer: () => ({ trades: Float64Array.of(result.metrics.trades) }),
    };
  },
  tolerance: 0,
};

function blockAt({ columns }: FrameBlock, from: number, length: number, openTimeMs: Float64Array): FrameBlock {
  const cut = (values: Float64Array): Float64Array => values.subarray(from, from + length);
  const { open, high, low, close, volume } = columns;
  return { length, openTimeMs, columns: { open: cut(open), high: cut(high), low: cut(low), close: cut(close), volume: cut(volume) } };
}
