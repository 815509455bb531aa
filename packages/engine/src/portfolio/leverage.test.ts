import { describe, expect, test } from '@jest/globals';
import type { Execution, PositionRules } from '@wick/core';
import { playAccount } from './account-scenario.test-support.ts';
import { FREE, percent, play } from './scenario.test-support.ts';

const amount = (value: number): Partial<PositionRules> => ({ size: { kind: 'amount', amount: value } });
const equity = (share: number): Partial<PositionRules> => ({ size: { kind: 'equity', percent: share } });
const LEVER: Partial<Execution> = { ...FREE, leverage: 4, maintenanceMarginRate: 0 };
const MARGIN: Partial<Execution> = { ...FREE, leverage: 4, maintenanceMarginRate: 0.1 };

describe('with leverage', () => {
  test('positions are worth at most so many times the equity, long or short', () => {
    expect(play('100 buy\n 100', amount(100), LEVER))
      .toMatchObject({ lines: ['1: buy 40 @ 100 entry'], cash: -3000, refusals: { reduced: 1 } });
    expect(play('100 short\n 100', amount(100), LEVER)).toMatchObject({ lines: ['1: sell 40 @ 100 entry'], cash: 5000 });
  });

  test('a share of the equity above 100% is what it says', () => {
    expect(play('100 buy\n 100', equity(250), LEVER).lines).toEqual(['1: buy 25 @ 100 entry']);
    expect(play('100 buy\n 100', equity(250)).lines).toEqual(['1: buy 10 @ 100 entry']);
  });

  test('the fee lowers the equity that carries the position', () => {
    // Size × 100 = 4 × (1000 − 0.1 × size × 100).
    const { fills } = play('100 buy\n 100', amount(100), { ...LEVER, takerFeeRate: 0.1 });
    expect(fills[0]!.size).toBeCloseTo(4000 / 140, 10);
    expect(fills[0]!.size * 100).toBeCloseTo(4 * (1000 - fills[0]!.fee), 10);
  });

  test('positions of all instruments count', () => {
    const { lines } = playAccount(['100 buy\n 100\n 100', '100\n 100 buy\n 100'], [amount(30), amount(30)], LEVER);
    expect(lines).toEqual(['1: A buy 30 @ 100 entry', '2: B buy 10 @ 100 entry']);
  });

  test('a gain carries more, a loss less', () => {
    // 30 at 100 gain 300 at 110: 4 × 1300 − 3300 is 1900.
    const more = playAccount(['100 buy\n 100\n 110', '100\n 100 buy\n 100'], [amount(30), amount(30)], LEVER);
    expect(more.lines[1]).toBe('2: B buy 19 @ 100 entry');
    // They lose 150 at 95: 4 × 850 − 2850 is 550.
    const less = playAccount(['100 buy\n 100\n 95', '100\n 100 buy\n 100'], [amount(30), amount(30)], LEVER);
    expect(less.lines[1]).toBe('2: B buy 5.5 @ 100 entry');
  });

  test('an order that waits is sized with the market of its fill', () => {
    // 20 at 100; the limit at 80, where 20 have lost 400: 4 × 600 − 1600 is 800.
    const entryOrder = { kind: 'limit', offset: percent(20), bars: 2 } as const;
    const { lines } = play('125 buy\n 100\n 100 buy\n 100 100 80 80', { ...amount(20), scaleIn: { entries: 2 }, entryOrder }, LEVER);
    expect(lines).toEqual(['1: buy 20 @ 100 entry', '3: buy 10 @ 80 add']);
  });
});

describe('without leverage', () => {
  test('a short takes up twice its value, so that its proceeds buy nothing', () => {
    const { lines } = playAccount(['100 short\n 100\n 100', '100\n 100 buy\n 100'], [amount(6), amount(100)]);
    expect(lines).toEqual(['1: A sell 6 @ 100 entry', '2: B buy 4 @ 100 entry']);
  });

  test('nobody is liquidated', () => {
    expect(play('100 short\n 100\n 300\n 300', {}, { ...FREE, maintenanceMarginRate: 0.5 }).lines).toHaveLength(1);
  });
});

describe('a liquidation', () => {
  test('is where the equity falls to the maintenance share of the position', () => {
    // 40 long: −3000 + 40 p = 0.1 × 40 p at 83.33. 40 short: 5000 − 40 p = 0.1 × 40 p at 113.64.
    expect(play('100 buy\n 100\n 100 100 80 90', amount(100), MARGIN).lines[1]).toBe('2: sell 40 @ 83.33333333 liquidation');
    expect(play('100 short\n 100\n 100 120 100 110', amount(100), MARGIN).lines[1]).toBe('2: buy 40 @ 113.6363636 liquidation');
    expect(play('100 buy\n 100\n 100 100 84 90', amount(100), MARGIN).lines).toHaveLength(1);
  });

  test('is at the open if the bar opens beyond', () => {
    const { lines, cash } = play('100 buy\n 100\n 70 90 60 90', amount(100), MARGIN);
    expect(lines[1]).toBe('2: sell 40 @ 70 liquidation');
    expect(cash).toBe(-200);
  });

  test('does not come before a stop loss that is nearer', () => {
    expect(play('100 buy\n 100\n 100 100 80 90', { ...amount(100), stopLoss: percent(10) }, MARGIN).lines[1])
      .toBe('2: sell 40 @ 90 stop-loss');
  });

  test('counts what the other positions need, too', () => {
    // Cash −2000, 15 each. B at 100 is worth 1500 and needs 150: 15 p − 2000 + 1350 = 1.5 p at 48.15.
    const { lines } = playAccount(['100 buy\n 100\n 100 100 48 60', '100 buy\n 100\n 100'], amount(15), MARGIN);
    expect(lines[2]).toBe('2: A sell 15 @ 48.14814815 liquidation');
  });

  test('takes the others at the open of the bar', () => {
    // B opens at 60, worth 900, and needs 90: 15 p − 2000 + 810 = 1.5 p at 88.15. A’s turn is the first.
    const { lines } = playAccount(['100 buy\n 100\n 100 100 88 90', '100 buy\n 100\n 60'], amount(15), MARGIN);
    expect(lines[2]).toBe('2: A sell 15 @ 88.14814815 liquidation');
  });

  test('takes a short whose account has nothing else left, whatever its price', () => {
    // A has 36 of 100, B is 4 short: B’s proceeds are lost with A’s fall to 70.
    const rules = [amount(36), amount(4)];
    const { lines } = playAccount(['100 buy\n 100\n 70', '100 short\n 100\n 100'], rules, MARGIN);
    expect(lines).toEqual([
      '1: A buy 36 @ 100 entry', '1: B sell 4 @ 100 entry', '2: A sell 36 @ 70 liquidation', '2: B buy 4 @ 100 liquidation',
    ]);
  });
});
