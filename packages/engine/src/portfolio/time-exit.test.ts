import { describe, expect, test } from '@jest/globals';
import { createBits, type PositionRules, setBit } from '@wick/core';
import { playAccount } from './account-scenario.test-support.ts';
import { FREE, percent, play } from './scenario.test-support.ts';
import { TimeExit } from './time-exit.ts';

const after = (bars: number, rules: Partial<PositionRules> = {}): Partial<PositionRules> => ({ exitAfter: { bars }, ...rules });
const AT_CLOSE = { ...FREE, fill: 'close' } as const;

describe('a position that is closed after so many bars', () => {
  test('at the open of the bar that many after the open at which it was entered', () => {
    expect(play('100 buy\n 100\n 110\n 120\n 130', after(2)).lines).toEqual(['1: buy 10 @ 100 entry', '3: sell 10 @ 120 time']);
    expect(play('100 buy\n 100\n 110\n 120\n 130', after(1)).lines[1]).toBe('2: sell 10 @ 110 time');
  });

  test('at the close of the bar that many after the close at which it was entered', () => {
    expect(play('100 short\n 105\n 110\n 120', after(2), AT_CLOSE).lines).toEqual(['0: sell 10 @ 100 entry', '2: buy 10 @ 110 time']);
  });

  test('and is still open where the bars end before: what the last close wants has no bar to fill on, and is counted', () => {
    expect(play('100 buy\n 100\n 110\n 120', after(4))).toMatchObject({ lines: ['1: buy 10 @ 100 entry'], refusals: { noNextBar: 0 } });
    expect(play('100 buy\n 100\n 110\n 120', after(3))).toMatchObject({ lines: ['1: buy 10 @ 100 entry'], refusals: { noNextBar: 1 } });
  });

  test('has that as the reason of its trade', () => {
    expect(play('100 buy\n 100\n 110', after(1)).trades).toMatchObject([{ entryBar: 1, exitBar: 2, exitReason: 'time', pnl: 100 }]);
  });

  test('is not closed by it where an exit or a stop came first', () => {
    expect(play('100 buy\n 100 sell\n 110\n 120\n 130', after(3)).lines[1]).toBe('2: sell 10 @ 110 exit');
    expect(play('100 buy\n 100\n 100 100 80 90\n 120', after(2, { stopLoss: percent(10) })).lines[1]).toBe('2: sell 10 @ 90 stop-loss');
  });

  test('a stop of the bar whose close the exit fills at comes before it; at an open the exit comes before the stop of that bar', () => {
    const stopped = after(1, { stopLoss: percent(10) });
    expect(play('100 buy\n 100 100 80 95', stopped, AT_CLOSE).lines[1]).toBe('1: sell 10 @ 90 stop-loss');
    expect(play('100 buy\n 100\n 95 95 80 85', stopped).lines[1]).toBe('2: sell 10 @ 95 time');
  });

  test('signals of its side while it is held begin no new count, not even with the bar that ends it', () => {
    expect(play('100 buy\n 100 buy\n 100 buy\n 110\n 120 buy\n 130', after(2)).lines).toEqual([
      '1: buy 10 @ 100 entry', '3: sell 10 @ 110 time', expect.stringMatching(/^5: buy .* @ 130 entry$/),
    ]);
  });

  test('an entry of the other side on its bar turns it, and a new count begins', () => {
    expect(play('100 buy\n 100\n 100 short\n 100\n 100\n 100', after(2)).lines).toEqual([
      '1: buy 10 @ 100 entry', '3: sell 10 @ 100 exit', '3: sell 10 @ 100 entry', '5: buy 10 @ 100 time',
    ]);
  });

  test('an exit on its bar names the end', () => {
    expect(play('100 buy\n 100 sell\n 110', after(1)).lines[1]).toBe('2: sell 10 @ 110 exit');
  });

  test('a bar whose signals contradict each other ends it all the same', () => {
    expect(play('100 buy\n 100 buy sell\n 110', after(1))).toMatchObject({ lines: [expect.anything(), '2: sell 10 @ 110 time'], refusals: { conflictingSignals: 1 } });
  });

  test('with additions it counts from the first entry, and adds nothing on its bar', () => {
    const rules = after(2, { size: { kind: 'amount', amount: 2 }, scaleIn: { entries: 3 } });
    expect(play('100 buy\n 100 buy\n 100 buy\n 110', rules).lines).toEqual(['1: buy 2 @ 100 entry', '2: buy 2 @ 100 add', '3: sell 4 @ 110 time']);
  });

  test('all of it, where exits close a part, and on one bar with such an exit', () => {
    const rules = after(2, { size: { kind: 'amount', amount: 4 }, scaleOut: { percent: 25 } });
    expect(play('100 buy\n 100 sell\n 100\n 110', rules).lines.slice(1)).toEqual(['2: sell 1 @ 100 reduce', '3: sell 3 @ 110 time']);
    expect(play('100 buy\n 100\n 100 sell\n 110', rules).lines.slice(1)).toEqual(['3: sell 4 @ 110 time']);
  });

  test('an order that would add to it is called off', () => {
    const rules = after(2, { size: { kind: 'amount', amount: 2 }, scaleIn: { entries: 2 }, entryOrder: { kind: 'limit', offset: percent(10), bars: 5 } });
    expect(play('100 buy\n 90 buy\n 95\n 95\n 50', rules)).toMatchObject({
      lines: ['1: buy 2 @ 90 entry', '3: sell 2 @ 95 time'], refusals: { unreached: 1 },
    });
  });

  test('where the fill is refused, it is wanted again at the next close', () => {
    const { lines, refusals } = play('100 buy\n 100\n NaN 110 110 110\n 120', after(1));
    expect(lines[1]).toBe('3: sell 10 @ 120 time');
    expect(refusals.noPrice).toBe(1);
  });

  test('counts the bars that its instrument has, whatever others have', () => {
    const { lines } = playAccount(['100\n 100\n 100\n 100\n 100\n 100', '100 buy\n 100\n -\n -\n 110\n 120'], after(2));
    expect(lines).toEqual(['1: B buy 10 @ 100 entry', '5: B sell 10 @ 120 time']);
  });

  test('sells before others buy where sales go first', () => {
    const rules = [{}, after(1)];
    const { lines } = playAccount(['100\n 100 buy\n 100', '100 buy\n 100\n 100'], rules, { ...FREE, sequence: 'sells-first' });
    expect(lines).toEqual(['1: B buy 10 @ 100 entry', '2: B sell 10 @ 100 time', '2: A buy 10 @ 100 entry']);
  });
});

describe('the count', () => {
  const bars = (...set: number[]) => {
    const bits = createBits(40);
    for (const bar of set) setBit(bits, bar);
    return bits;
  };

  test('goes on in the next block, over bars that are missing', () => {
    const exit = new TimeExit();
    exit.take(40, bars(3, 5, 39));
    exit.start(3, 2);
    expect(exit.bar).toBe(39);
    exit.start(3, 4);
    expect(exit.bar).toBeGreaterThanOrEqual(40);
    exit.take(40, bars(1, 33, 34));
    expect(exit.bar).toBe(33);
    exit.take(40, bars(7));
    expect(exit.bar).toBe(0);
  });

  test('is that of a place where no bar is missing', () => {
    const exit = new TimeExit();
    exit.take(10, undefined);
    exit.start(4, 5);
    expect(exit.bar).toBe(9);
    exit.start(4, 16);
    exit.take(10, undefined);
    exit.take(10, undefined);
    expect(exit.bar).toBe(0);
    exit.start(4, 17);
    exit.take(3, undefined);
    exit.take(9, undefined);
    expect(exit.bar).toBe(8);
  });
});
