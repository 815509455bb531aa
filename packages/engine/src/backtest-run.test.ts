import { describe, expect, test } from '@jest/globals';
import { blockOf, type Frame, type FrameBlock, type Strategy, textToStrategy } from '@wick/core';
import fc from 'fast-check';
import { backtest } from './backtest.ts';
import { createBacktest, type RunResult } from './backtest-run.ts';
import type { EquityOption } from './portfolio/equity-record.ts';
import { percent } from './portfolio/scenario.test-support.ts';
import { randomFrame } from './random-frame.test-support.ts';

const RULES = [
  'entry: rsi(5) < 35 and volume > sma(volume, 4)\nexit: rsi(5) > 55',
  'entry: close crosses above sma(close, 8)\nshort entry: close crosses below sma(close, 8)\ntrailing stop: 2%',
  'entry: close > highest(high, 6)[1]\nexit: close < lowest(low, 3)[1]\nshort entry: roc(close, 3) < -2\nshort exit: roc(close, 2) > 0',
  'entry: close > open\nexit: close < open\nshort entry: close < open',
  'entry: volume > 5\ntrailing stop: 1%\nsize: 37% of equity',
];
const anyDistance = fc.option(fc.constantFrom(1, 1.5, 3).map(percent), { nil: undefined });

const anyStrategy: fc.Arbitrary<Strategy> = fc
  .tuple(fc.constantFrom(...RULES).map(textToStrategy), fc.record({ stopLoss: anyDistance, takeProfit: anyDistance }))
  .map(([strategy, stops]) => ({ ...strategy, ...stops }));
const anyFrame = fc.tuple(fc.nat(), fc.integer({ min: 20, max: 200 })).map(([seed, length]) => randomFrame(seed, length));
const anyExecution = fc.record({ fill: fc.constantFrom('next-open' as const, 'close' as const) });

/** Everything that was computed, as text; the manifest and the gaps are what it was computed from. */
const bytesOf = ({ metrics, trades, fills, refusals, ambiguousTrades, equity }: RunResult): string =>
  JSON.stringify({ metrics, trades, fills, refusals, ambiguousTrades, equity: [...equity] });

describe('over random frames and strategies', () => {
  test('every block length gives the same bytes', () => {
    fc.assert(
      fc.property(anyFrame, anyStrategy, anyExecution, fc.integer({ min: 1, max: 250 }), (frame, strategy, execution, blockLength) => {
        const whole = backtest(frame, strategy, { execution });
        expect(bytesOf(backtest(frame, strategy, { execution, blockLength }))).toBe(bytesOf(whole));
      }),
      { numRuns: 100 },
    );
  });

  test('every way to cut the candles into pushes gives the same bytes, one bar at a time included', () => {
    const anyCuts = fc.oneof(fc.constant('each' as const), fc.array(fc.nat(200), { maxLength: 12, size: 'max' }));
    fc.assert(
      fc.property(anyFrame, anyStrategy, anyExecution, anyCuts, (frame, strategy, execution, cuts) => {
        const whole = backtest(frame, strategy, { execution });
        const run = createBacktest(strategy, { interval: frame.series.interval, execution });
        for (const block of cut(frame, cuts === 'each' ? [...frame.openTimeMs.keys()] : cuts)) run.push(block);
        expect(bytesOf(run.finish())).toBe(bytesOf(whole));
      }),
      { numRuns: 100 },
    );
  });

  test('changing any candle after a bar changes no fill and no equity value up to that bar', () => {
    fc.assert(
      fc.property(anyFrame, anyStrategy, anyExecution, fc.nat(199), fc.nat(), (frame, strategy, execution, at, seed) => {
        const bar = at % frame.length;
        const before = backtest(frame, strategy, { execution });
        const after = backtest(withOtherFuture(frame, bar, seed), strategy, { execution });
        expect(after.fills.filter((fill) => fill.bar <= bar)).toEqual(before.fills.filter((fill) => fill.bar <= bar));
        expect(after.equity.subarray(0, bar + 1)).toEqual(before.equity.subarray(0, bar + 1));
      }),
      { numRuns: 100 },
    );
  });
});

function cut(frame: Frame, cuts: readonly number[]): FrameBlock[] {
  const bounds = [0, ...cuts.filter((bar) => bar < frame.length).sort((a, b) => a - b), frame.length];
  return bounds.slice(1).map((end, part) => blockOf(frame, bounds[part]!, end));
}

/** The same candles up to `bar`, others after it. */
function withOtherFuture(frame: Frame, bar: number, seed: number): Frame {
  const other = randomFrame(seed, frame.length);
  const spliced = Object.entries(frame.columns).map(([name, values]) => {
    const copy = other.columns[name as 'open'].slice();
    copy.set(values.subarray(0, bar + 1));
    return [name, copy];
  });
  return { ...frame, columns: Object.fromEntries(spliced) as Frame['columns'] };
}

describe('a run that is fed with blocks', () => {
  const frame = randomFrame(42, 500);
  const strategy = textToStrategy(RULES[4]!);
  const feed = (equity: EquityOption) => {
    const run = createBacktest(strategy, { interval: '1h', equity });
    for (const block of cut(frame, [100, 101, 300])) run.push(block);
    return run;
  };

  test('can be asked at any time, and goes on', () => {
    const run = createBacktest(strategy, { interval: '1h' });
    run.push(blockOf(frame, 0, 200));
    const early = run.finish();
    expect(run.finish()).toEqual(early);
    expect(bytesOf(early)).toBe(bytesOf(backtest(frameTo(200), strategy)));
    run.push(blockOf(frame, 200, 500));
    expect(bytesOf(run.finish())).toBe(bytesOf(backtest(frame, strategy)));
    expect(early.equity).toHaveLength(200);
  });

  test('keeps no equity when told to discard it, and computes the same metrics', () => {
    const { equity, ...rest } = feed('discard').finish();
    const { equity: recorded, ...whole } = feed('record').finish();
    expect(rest).toEqual(whole);
    expect([equity.length, recorded.length]).toEqual([0, 500]);
  });

  test('hands the equity of each block to a function', () => {
    const seen: number[] = [];
    const times: number[] = [];
    feed((equity, openTimeMs) => {
      seen.push(...equity);
      times.push(...openTimeMs);
    });
    expect(seen).toEqual([...backtest(frame, strategy).equity]);
    expect(times).toEqual([...frame.openTimeMs]);
  });

  test('has a state of plain numbers', () => {
    const { state } = feed('discard');
    expect(Object.values(state).every((value) => typeof value === 'number')).toBe(true);
    expect(state.bars).toBe(500);
  });

  test('without bars it has nothing to say', () => {
    const result = createBacktest(strategy, { interval: '1h' }).finish();
    expect(result).toMatchObject({ fills: [], trades: [] });
    expect(result.metrics).toMatchObject({ totalReturn: 0, cagr: null, maxDrawdown: null, exposure: null, finalValue: 10_000 });
  });

  const frameTo = (end: number): Frame => ({ ...frame, ...blockOf(frame, 0, end) });
});

describe('trades that nobody keeps', () => {
  test.each([
    ['whole positions on the lane', 'entry: close > close[3]; exit: close < close[2]; stop loss: 2%; take profit: 3%'],
    ['positions that grow and shrink', 'entry: close > close[3]; exit: close < close[2]; stop loss: 3 atr(14); scale in: 3 entries; scale out: 40%; size: 20% of equity'],
  ])('come to the same metrics: %s', (_name, text) => {
    const frame = randomFrame(5, 3000);
    const strategy = textToStrategy(text);
    const kept = backtest(frame, strategy);
    const run = createBacktest(strategy, { interval: '1h', trades: 'discard' });
    for (let start = 0; start < frame.length; start += 100) run.push(blockOf(frame, start, start + 100));
    const { metrics, trades, fills, ambiguousTrades, equity } = run.finish();
    expect(kept.trades.length).toBeGreaterThan(100);
    expect(metrics).toEqual(kept.metrics);
    expect(run.finish().metrics).toEqual(kept.metrics); // to ask twice changes nothing
    expect(ambiguousTrades).toBe(kept.ambiguousTrades);
    expect(equity).toEqual(kept.equity);
    // What is left is the last block’s, and the position that is open.
    expect(fills.length).toBeLessThan(100);
    expect(trades.every(({ exitBar }) => exitBar >= 2900)).toBe(true);
  });
});
