import { describe, expect, test } from '@jest/globals';
import type { PositionRules } from '@wick/core';
import { FREE, percent, play } from './scenario.test-support.ts';

const amount = (value: number) => ({ kind: 'amount', amount: value }) as const;
const IN: Partial<PositionRules> = { size: amount(2), scaleIn: { entries: 2 } };
const OUT: Partial<PositionRules> = { size: amount(4), scaleOut: { percent: 50 } };

describe('scaling in', () => {
  test('adds the size again at each entry signal, up to so many entries', () => {
    expect(play('100 buy\n 100 buy\n 110 buy\n 120', IN).lines).toEqual(['1: buy 2 @ 100 entry', '2: buy 2 @ 110 add']);
  });

  test('adds to shorts, too', () => {
    expect(play('100 short\n 100 short\n 90', IN).lines).toEqual(['1: sell 2 @ 100 entry', '2: sell 2 @ 90 add']);
  });

  test('an entry beyond the last is no signal that waits for a bar', () => {
    expect(play('100 buy\n 100 buy\n 100 buy', IN).refusals.noNextBar).toBe(0);
    expect(play('100 buy\n 100 buy', IN).refusals.noNextBar).toBe(1);
  });

  test('moves the stops to the mean of the entries', () => {
    // Entries at 100 and 120: a mean of 110, a stop at 99.
    const { lines } = play('100 buy\n 100 buy\n 120\n 120 120 98 100', { ...IN, stopLoss: percent(10) });
    expect(lines[2]).toBe('3: sell 4 @ 99 stop-loss');
  });

  test('weighs the mean by size', () => {
    // Half of the equity each: 500 buys 5 at 100, then 562.5, cut to the 500 that are left, 4 at 125: a mean of 1000 / 9.
    const rules: Partial<PositionRules> = { size: { kind: 'equity', percent: 50 }, scaleIn: { entries: 2 }, takeProfit: percent(100) };
    const { lines } = play('100 buy\n 100 buy\n 125\n 125 250 125 125', rules);
    expect(lines.slice(0, 2)).toEqual(['1: buy 5 @ 100 entry', '2: buy 4 @ 125 add']);
    expect(lines[2]).toBe('3: sell 9 @ 222.2222222 take-profit');
  });

  test('is cut by the cash, and counted', () => {
    expect(play('100 buy\n 100 buy\n 100', { size: amount(6), scaleIn: { entries: 2 } })).toMatchObject({
      lines: ['1: buy 6 @ 100 entry', '2: buy 4 @ 100 add'], refusals: { reduced: 1 },
    });
  });

  test('an exit closes all of it', () => {
    expect(play('100 buy\n 100 buy\n 100 sell\n 100', IN).lines[2]).toBe('3: sell 4 @ 100 exit');
  });
});

describe('scaling out', () => {
  test('closes a share of the largest size at each exit signal', () => {
    const quarter = { size: amount(4), scaleOut: { percent: 25 } };
    const { lines } = play('100 buy\n 100 sell\n 100 sell\n 100 sell\n 100 sell\n 100', quarter);
    expect(lines.slice(1)).toEqual(['2: sell 1 @ 100 reduce', '3: sell 1 @ 100 reduce', '4: sell 1 @ 100 reduce', '5: sell 1 @ 100 exit']);
  });

  test('what would remain below the share goes with it', () => {
    const { lines } = play('100 buy\n 100 sell\n 100 sell\n 100', { size: amount(10), scaleOut: { percent: 40 } });
    expect(lines.slice(1)).toEqual(['2: sell 4 @ 100 reduce', '3: sell 6 @ 100 exit']);
  });

  test('an entry of the other side closes all', () => {
    expect(play('100 buy\n 100 short\n 100', OUT).lines.slice(1)).toEqual(['2: sell 4 @ 100 exit', '2: sell 4 @ 100 entry']);
  });

  test('a stop closes all that is left', () => {
    const { lines } = play('100 buy\n 100 sell\n 100\n 100 100 80 80', { ...OUT, stopLoss: percent(10) });
    expect(lines.slice(1)).toEqual(['2: sell 2 @ 100 reduce', '3: sell 2 @ 90 stop-loss']);
  });

  test('in whole steps; less than one is refused', () => {
    expect(play('100 buy\n 100 sell\n 100', { size: amount(5), scaleOut: { percent: 50 } }, { ...FREE, stepSize: 1 }).lines[1])
      .toBe('2: sell 2 @ 100 reduce');
    const tiny = play('100 buy\n 100 sell\n 100', { size: amount(5), scaleOut: { percent: 10 } }, { ...FREE, stepSize: 1 });
    expect(tiny).toMatchObject({ fills: [{}], refusals: { belowMinimum: 1 } });
  });
});
