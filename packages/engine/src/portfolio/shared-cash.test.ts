import { describe, expect, test } from '@jest/globals';
import type { Execution, PositionRules } from '@wick/core';
import { playAccount } from './account-scenario.test-support.ts';
import { FREE, percent } from './scenario.test-support.ts';

const amount = (value: number): Partial<PositionRules> => ({ size: { kind: 'amount', amount: value } });
const inSequence = (sequence: Execution['sequence']): Partial<Execution> => ({ ...FREE, sequence });

describe('instruments that share one cash', () => {
  test('are filled as listed, and the later ones get what is left', () => {
    const { lines, instruments } = playAccount(['100 buy\n 100', '100 buy\n 100', '100 buy\n 100'], amount(6));
    expect(lines).toEqual(['1: A buy 6 @ 100 entry', '1: B buy 4 @ 100 entry']);
    expect(instruments.map(({ refusals: { reduced, noCash } }) => [reduced, noCash])).toEqual([[0, 0], [1, 0], [0, 1]]);
  });

  test('a share of the equity is one of the whole account', () => {
    const half: Partial<PositionRules> = { size: { kind: 'equity', percent: 50 } };
    expect(playAccount(['100 buy\n 100\n 200', '100\n 100 buy\n 100'], half).lines)
      .toEqual(['1: A buy 5 @ 100 entry', '2: B buy 5 @ 100 entry']);
    // A has gained 500: half of 1500 is 750, and the cash is 500.
    expect(playAccount(['100 buy\n 100\n 200', '100\n 100 buy\n 100'], half).instruments[1]!.refusals.reduced).toBe(1);
  });

  test('equity is the cash and every position at its last close', () => {
    const { equity, cash } = playAccount(['100 buy\n 100 100 100 110\n 120', '50 buy\n 50\n 60'], [amount(2), amount(4)]);
    expect([equity, cash]).toEqual([[1000, 600 + 220 + 200, 600 + 240 + 240], 600]);
  });
});

describe('the sequence of a moment', () => {
  // A wants to buy with the cash that B’s exit brings.
  const TABLES = ['100\n 100 buy\n 100', '100 buy\n 100 sell\n 100'];

  test('all exits go before all entries', () => {
    expect(playAccount(TABLES).lines).toEqual(['1: B buy 10 @ 100 entry', '2: B sell 10 @ 100 exit', '2: A buy 10 @ 100 entry']);
  });

  test('`listed`: each has its whole turn, as listed', () => {
    const { lines, instruments } = playAccount(TABLES, {}, inSequence('listed'));
    expect(lines).toEqual(['1: B buy 10 @ 100 entry', '2: B sell 10 @ 100 exit']);
    expect(instruments[0]!.refusals.noCash).toBe(1);
  });

  test('`reversed`: the last listed is the first', () => {
    expect(playAccount(TABLES, {}, inSequence('reversed')).lines).toHaveLength(3);
    expect(playAccount(['100 buy\n 100', '100 buy\n 100'], {}, inSequence('reversed')).lines).toEqual(['1: B buy 10 @ 100 entry']);
  });

  test('`sells-first`: whatever sells, a short entry too, goes before what buys', () => {
    expect(playAccount(TABLES, {}, inSequence('sells-first')).lines).toHaveLength(3);
    const short = playAccount(['100 buy\n 100', '100 short\n 100'], {}, inSequence('sells-first'));
    expect(short.lines).toEqual(['1: B sell 10 @ 100 entry']);
  });

  test('`sells-first`: an exit word that does not fit the position sells nothing', () => {
    const tables = ['100 buy\n 100 sell\n 100', '100 short\n 100 sell cover\n 100'];
    const { lines } = playAccount(tables, amount(2), inSequence('sells-first'));
    expect(lines.slice(2)).toEqual(['2: A sell 2 @ 100 exit', '2: B buy 2 @ 100 exit']);
  });

  test('within the range, each has its whole turn, as listed or reversed', () => {
    const tables = ['100 buy\n 100 100 90 100', '100 buy\n 100 100 90 100'];
    const rules: Partial<PositionRules> = { entryOrder: { kind: 'limit', offset: percent(10), bars: 1 }, ...amount(10) };
    expect(playAccount(tables, rules).lines[0]).toBe('1: A buy 10 @ 90 entry');
    expect(playAccount(tables, rules, inSequence('reversed')).lines[0]).toBe('1: B buy 10 @ 90 entry');
  });
});

describe('a bar on which an instrument has no candle', () => {
  test('fills nothing: what is pending waits for its next candle', () => {
    expect(playAccount(['100 buy\n -\n 120\n 120', '100\n 100\n 100\n 100'], amount(1)).lines).toEqual(['2: A buy 1 @ 120 entry']);
  });

  test('values the position at its last close', () => {
    const { equity } = playAccount(['100 buy\n 100 100 100 110\n -\n 120', '100\n 100\n 100\n 100'], amount(1));
    expect(equity).toEqual([1000, 1010, 1010, 1020]);
  });

  test('is none of the bars that an order is good for', () => {
    const rules: Partial<PositionRules> = { entryOrder: { kind: 'limit', offset: percent(10), bars: 1 }, ...amount(1) };
    expect(playAccount(['100 buy\n -\n 80', '100\n 100\n 100'], rules).lines).toEqual(['2: A buy 1 @ 80 entry']);
  });

  test('touches no stop, whatever its columns hold', () => {
    const { lines } = playAccount(['100 buy\n 100\n -\n 95', '100\n 100\n 100\n 100'], { ...amount(1), trailingStop: percent(10) });
    expect(lines).toEqual(['1: A buy 1 @ 100 entry']);
  });
});

describe('written orders', () => {
  test('buy and sell so much, add, reduce, close and reverse', () => {
    const table = '100 order=2\n 100 order=3\n 100 order=-1\n 100 order=-6\n 100 order=2\n 100';
    const { lines } = playAccount([table]);
    expect(lines).toEqual([
      '1: A buy 2 @ 100 order', '2: A buy 3 @ 100 order', '3: A sell 1 @ 100 order', '4: A sell 6 @ 100 reverse', '5: A buy 2 @ 100 order',
    ]);
  });

  test('that the cash cannot pay are made smaller; a reversal closes all the same', () => {
    const { lines, instruments } = playAccount(['100 order=12\n 100 order=-50\n 100']);
    expect(lines).toEqual(['1: A buy 10 @ 100 order', '2: A sell 20 @ 100 reverse']);
    expect(instruments[0]!.refusals.reduced).toBe(2);
  });

  test('sell before they buy, so that the cash of the sales is there', () => {
    const { lines } = playAccount(['100\n 100 order=10\n 100', '100 order=10\n 100 order=-10\n 100']);
    expect(lines.slice(1)).toEqual(['2: B sell 10 @ 100 order', '2: A buy 10 @ 100 order']);
  });
});

describe('target weights', () => {
  test('are shares of the equity at the moment of the fill', () => {
    const { lines } = playAccount(['100 weight=0.6\n 100 weight=0.6\n 200', '50 weight=0.4\n 50 weight=0.4\n 50']);
    expect(lines).toEqual([
      '1: A buy 6 @ 100 rebalance', '1: B buy 8 @ 50 rebalance',
      // 6 × 200 + 8 × 50 = 1600: 960 and 640.
      '2: A sell 1.2 @ 200 rebalance', '2: B buy 4.8 @ 50 rebalance',
    ]);
  });

  test('below zero are short, 0 is flat, and no number changes nothing', () => {
    const { lines } = playAccount(['100 weight=0.5\n 100 weight=-0.5\n 100\n 100 weight=0\n 100']);
    expect(lines).toEqual(['1: A buy 5 @ 100 rebalance', '2: A sell 10 @ 100 reverse', '4: A buy 5 @ 100 rebalance']);
  });

  test('hold with the fee no more than their share', () => {
    const { lines, cash } = playAccount(['100 weight=1\n 100'], {}, { ...FREE, takerFeeRate: 0.25 });
    expect([lines, cash]).toEqual([['1: A buy 8 @ 100 rebalance'], 0]);
  });

  test('of an equity that is not known are refused, 0 is not', () => {
    const tables = ['100 weight=0.5\n 100\n NaN\n 100', '100 weight=0.5\n 100 weight=0.2\n 100 weight=0\n 100'];
    const { lines, instruments } = playAccount(tables);
    expect(lines).toEqual(['1: A buy 5 @ 100 rebalance', '1: B buy 5 @ 100 rebalance', '3: B sell 5 @ 100 rebalance']);
    expect(instruments[1]!.refusals.unknownSize).toBe(1);
  });
});
