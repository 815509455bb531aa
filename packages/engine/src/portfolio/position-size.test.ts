import { describe, expect, test } from '@jest/globals';
import { DAY_MS, type PositionRules } from '@wick/core';
import { playAccount } from './account-scenario.test-support.ts';
import { FREE, percent, play } from './scenario.test-support.ts';

const atr = (multiple: number, period = 1) => ({ kind: 'atr', multiple, period }) as const;
const amount = (value: number) => ({ kind: 'amount', amount: value }) as const;
const sized = (size: PositionRules['size'], rules: Partial<PositionRules> = {}): Partial<PositionRules> => ({ size, ...rules });

describe('a distance by ATR', () => {
  // The range of the first bar is 4, and so is its ATR(1).
  const WIDE = '100 102 98 100 buy\n';

  test('is that of the signal’s bar, from the entry price', () => {
    expect(play(`${WIDE} 100\n 100 100 92 100`, sized(amount(1), { stopLoss: atr(2) })).lines[1]).toBe('2: sell 1 @ 92 stop-loss');
    expect(play(`${WIDE} 100\n 100 112 100 100`, sized(amount(1), { takeProfit: atr(3) })).lines[1]).toBe('2: sell 1 @ 112 take-profit');
    expect(play(`${WIDE} 100\n 110 120 110 120\n 120 120 100 100`, sized(amount(1), { trailingStop: atr(2) })).lines[1])
      .toBe('3: sell 1 @ 112 trailing-stop');
  });

  test('stays as it was when the position opened', () => {
    // The second bar’s ATR would be 40.
    expect(play(`${WIDE} 100 140 100 100 \n 100 100 92 100`, sized(amount(1), { stopLoss: atr(2) })).lines[1])
      .toBe('2: sell 1 @ 92 stop-loss');
  });

  test('unknown or zero opens nothing, and is counted', () => {
    expect(play('100 buy\n 100', sized(amount(1), { stopLoss: atr(1) }))).toMatchObject({ lines: [], refusals: { unknownSize: 1 } });
    expect(play('100 102 98 100 buy\n 100', sized(amount(1), { stopLoss: atr(1, 5) })))
      .toMatchObject({ lines: [], refusals: { unknownSize: 1 } });
  });

  test('unknown keeps a written order from opening, not from closing', () => {
    const table = '100 102 98 100 order=2\n 100 order=-3\n 100\n 100';
    const { lines, instruments } = playAccount([table], sized(amount(1), { stopLoss: atr(2) }));
    expect(lines).toEqual(['1: A buy 2 @ 100 order', '2: A sell 2 @ 100 order']);
    expect(instruments[0]!.refusals.unknownSize).toBe(1);
  });
});

describe('a size by risk', () => {
  test('loses its share of the equity at the stop', () => {
    const { lines, cash } = play('100 buy\n 100\n 100 100 80 90', sized({ kind: 'risk', percent: 2 }, { stopLoss: percent(10) }));
    expect(lines).toEqual(['1: buy 2 @ 100 entry', '2: sell 2 @ 90 stop-loss']);
    expect(cash).toBe(980);
  });

  test('counts from the nearer of stop loss and trailing stop', () => {
    const stops = { stopLoss: percent(10), trailingStop: percent(4) };
    expect(play('100 buy\n 100', sized({ kind: 'risk', percent: 2 }, stops)).lines).toEqual(['1: buy 5 @ 100 entry']);
  });

  test('of more than the cash buys is made smaller, and counted', () => {
    const outcome = play('100 buy\n 100', sized({ kind: 'risk', percent: 2 }, { stopLoss: percent(1) }));
    expect(outcome).toMatchObject({ lines: ['1: buy 10 @ 100 entry'], refusals: { reduced: 1 } });
  });
});

describe('a size by volatility', () => {
  const size = { kind: 'volatility', percent: 100, period: 2 } as const;

  test('is the share of the equity that would have that volatility a year', () => {
    // Returns of +10% and −10% deviate by 0.1; in a year of 4 bars that is 0.1 × √4 = 0.2.
    const { lines } = playAccount(['100\n 110\n 99 buy\n 100'], sized(size), { ...FREE, daysPerYear: 4 * 60_000 / DAY_MS });
    // 100% / 20% is 5 times the equity, which the cash cuts to all of it.
    expect(lines).toEqual(['3: A buy 10 @ 100 entry']);
    const half = playAccount(['100\n 110\n 99 buy\n 100'], sized({ ...size, percent: 10 }), { ...FREE, daysPerYear: 4 * 60_000 / DAY_MS });
    expect(half.lines).toEqual(['3: A buy 5 @ 100 entry']);
  });

  test('of prices that did not move is unknown, and buys nothing', () => {
    expect(playAccount(['100\n 100\n 100 buy\n 100'], sized(size)).instruments)
      .toMatchObject([{ fills: [], refusals: { unknownSize: 1, noCash: 0 } }]);
  });
});

describe('a size column', () => {
  test('counts on the bar of the signal, not on that of the fill', () => {
    expect(playAccount(['100 buy size=2\n 100 size=7\n 100'], sized(amount(1))).lines).toEqual(['1: A buy 2 @ 100 entry']);
  });

  test('is the option where it says nothing', () => {
    expect(playAccount(['100 buy\n 100 sell size=2\n 100'], sized(amount(1))).lines[0]).toBe('1: A buy 1 @ 100 entry');
  });

  test('is in the unit of the option', () => {
    expect(playAccount(['100 buy size=0.5\n 100'], {}).lines).toEqual(['1: A buy 5 @ 100 entry']);
    expect(playAccount(['100 buy size=300\n 100'], sized({ kind: 'value', value: 1 })).lines).toEqual(['1: A buy 3 @ 100 entry']);
  });
});
