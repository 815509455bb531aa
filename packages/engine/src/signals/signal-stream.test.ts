import { describe, expect, test } from '@jest/globals';
import { blockOf, countBits, type FrameBlock, type Signals, type Strategy, textToStrategy } from '@wick/core';
import { strategyArbitrary } from '@wick/core/arbitraries';
import fc from 'fast-check';
import { changedAfter, cut, cutsArbitrary, frameArbitrary, steadyFrame, toBooleans } from './blocks.test-support.ts';
import { naiveTruths } from './naive-expression.test-support.ts';
import { createSignalStream } from './signal-stream.ts';

const SIDES = ['longEntry', 'longExit', 'shortEntry', 'shortExit'] as const;
const strategies = strategyArbitrary({ maxPeriod: 12, maxShift: 40, maxDepth: 4, interval: '1m', highest: '1h' });
const frames = frameArbitrary(200);

type Sides = Record<(typeof SIDES)[number], boolean[]>;

function sidesOver(blocks: readonly FrameBlock[], strategy: Strategy, blockLength?: number): Sides {
  const stream = createSignalStream(strategy, { interval: '1m', ...(blockLength !== undefined && { blockLength }) });
  const sides: Sides = { longEntry: [], longExit: [], shortEntry: [], shortExit: [] };
  for (const block of blocks) {
    const signals: Signals = stream.process(block);
    for (const side of SIDES) sides[side].push(...toBooleans(signals[side]));
  }
  return sides;
}

const bitText = (bits: readonly boolean[]): string => bits.map(Number).join('');
const allText = (sides: Sides): string => SIDES.map((side) => `${side} ${bitText(sides[side])}`).join('\n');

describe('the signals of any strategy', () => {
  test('are those of its rules read word for word, where they are known to be true', () => {
    fc.assert(
      fc.property(strategies, frames, (strategy, frame) => {
        const rules = [strategy.long?.entry, strategy.long?.exit, strategy.short?.entry, strategy.short?.exit];
        const sides = sidesOver([frame], strategy);
        rules.forEach((rule, index) => {
          const expected = rule ? naiveTruths(frame, rule).map((truth) => truth === true) : Array(frame.length).fill(false);
          expect(bitText(sides[SIDES[index]!])).toBe(bitText(expected));
        });
      }),
      { numRuns: 200 },
    );
  });

  test('are the same for every split into blocks and every block length', () => {
    fc.assert(
      fc.property(strategies, frames, cutsArbitrary, fc.integer({ min: 1, max: 200 }), (strategy, frame, cuts, blockLength) => {
        expect(allText(sidesOver(cut(frame, cuts), strategy, blockLength))).toBe(allText(sidesOver([frame], strategy)));
      }),
      { numRuns: 100 },
    );
  });

  test('are the same bar by bar, as they come live', () => {
    fc.assert(
      fc.property(strategies, frames, (strategy, frame) => {
        const live = sidesOver(cut(frame, Array(frame.length).fill(1)), strategy);
        expect(allText(live)).toBe(allText(sidesOver([frame], strategy)));
      }),
      { numRuns: 50 },
    );
  });

  test('do not see the candles to come', () => {
    fc.assert(
      fc.property(strategies, frames, frames, fc.nat(199), (strategy, frame, other, at) => {
        const row = at % frame.length;
        const before = sidesOver([frame], strategy);
        const after = sidesOver([changedAfter(frame, row, other)], strategy);
        for (const side of SIDES) expect(bitText(after[side].slice(0, row + 1))).toBe(bitText(before[side].slice(0, row + 1)));
      }),
      { numRuns: 100 },
    );
  });
});

describe('a signal stream', () => {
  const strategy = textToStrategy('entry: rsi(14) < 30 and volume > 1.5 * sma(volume, 20)\nexit: rsi(14) > 70');

  test.each([
    ['close > open', 0],
    ['close crosses below sma(20)[3]', 23],
    ['not sma(rsi(14), 5) > 50', 18],
    ['stochastic(14, 3, 3).d > 80', 17],
    ['macd().line crosses above macd().signal', 34],
    ['highest(close, 20)[1] < close', 20],
    ['5m: close > 1m: open', 4],
    ['15m: sma(close, 4)[1] > sma(3)', 74],
    ['sma(15m: ema(close, 2), 3) < close', 31],
    ['(1h: (close > open))[2] and close > 1', 61],
  ])('says that %s is known from bar %i on', (rule, bars) => {
    const strategy = textToStrategy(`entry: ${rule}`);
    expect(createSignalStream(strategy, { interval: '1m' }).warmupBars).toBe(bars);
    expect(naiveTruths(steadyFrame(100), strategy.long!.entry).findIndex((truth) => truth !== undefined)).toBe(bars);
  });

  test('has the warm-up of its slowest part and rule', () => {
    const entry = textToStrategy('entry: rsi(14) < 30 and volume > 1.5 * sma(volume, 20)');
    expect(createSignalStream(entry).warmupBars).toBe(19);
    const slowExit = textToStrategy('entry: close > open\nexit: close < sma(30)\nshort entry: close < sma(7)');
    expect(createSignalStream(slowExit).warmupBars).toBe(29);
  });

  test('gives its bitsets again in the next call, cleared', () => {
    const stream = createSignalStream(textToStrategy('entry: close > open'));
    const up = { length: 40, openTimeMs: new Float64Array(40), columns: steadyFrame(40).columns };
    const first = stream.process(up);
    const flat = new Float64Array(40).fill(5);
    const second = stream.process({ ...up, columns: { open: flat, high: flat, low: flat, close: flat, volume: flat } });
    expect(second.longEntry.words).toBe(first.longEntry.words);
    expect(countBits(second.longEntry)).toBe(0);
  });

  test('leaves the bits past the length zero', () => {
    const stream = createSignalStream(textToStrategy('entry: 1 < 2\nshort entry: not (volume < 0)[1]'));
    for (const length of [70, 33, 1, 100]) {
      const signals = stream.process(steadyFrame(length));
      expect([signals.longEntry.length, countBits(signals.longEntry)]).toEqual([length, length]);
      expect(countBits(signals.shortEntry)).toBe(length - (length === 70 ? 1 : 0));
    }
  });

  test('takes an empty block', () => {
    const stream = createSignalStream(strategy);
    expect(stream.process(blockOf(steadyFrame(10), 0, 0)).length).toBe(0);
  });

  test('refuses candles without a column that it reads', () => {
    const { columns, ...rest } = steadyFrame(10);
    const { trades: _trades, ...others } = columns;
    const stream = createSignalStream(textToStrategy('entry: trades > 5'));
    expect(() => stream.process({ ...rest, columns: others })).toThrow(
      expect.objectContaining({ code: 'CANDLES_MISSING', message: 'The strategy reads trades, which these candles do not have.' }),
    );
  });

  test('refuses a block length that is none and a rule that makes no sense', () => {
    expect(() => createSignalStream(strategy, { blockLength: 0 })).toThrow(expect.objectContaining({ code: 'OPTION_INVALID' }));
    const number = { version: 1, long: { entry: { kind: 'number', value: 1 } }, size: { kind: 'amount', amount: 1 } } as const;
    expect(() => createSignalStream(number)).toThrow(expect.objectContaining({ code: 'STRATEGY_INVALID' }));
  });
});
