import { describe, expect, test } from '@jest/globals';
import type { Distance, EntryOrder, PositionRules } from '@wick/core';
import { FREE, percent, play } from './scenario.test-support.ts';

const AT_CLOSE = { ...FREE, fill: 'close' as const };
const ONE = { size: { kind: 'amount', amount: 1 } } as const satisfies Partial<PositionRules>;

const order = (kind: 'limit' | 'stop', offset = 10, bars = 2): Partial<PositionRules> =>
  ({ ...ONE, entryOrder: { kind, offset: percent(offset), bars } });
const stopLimit = (limit: Distance, bars = 3): Partial<PositionRules> =>
  ({ ...ONE, entryOrder: { kind: 'stop-limit', offset: percent(10), limit, bars } satisfies EntryOrder });

describe('a limit order', () => {
  test('buys where the low touches its price, which counts from the close of the signal’s bar', () => {
    expect(play('100 100 100 80 buy\n 80 80 72.1 80\n 80 80 72 80', order('limit')).lines).toEqual(['2: buy 1 @ 72 entry']);
  });

  test('buys at the open if the bar opens below', () => {
    expect(play('100 buy\n 85 100 80 90', order('limit')).lines).toEqual(['1: buy 1 @ 85 entry']);
  });

  test('is a maker’s: no slippage, the maker’s fee', () => {
    const costs = { ...FREE, slippageBps: 100, takerFeeRate: 0.1, makerFeeRate: 0.01 };
    expect(play('100 buy\n 100 100 90 100', order('limit'), costs).fills).toMatchObject([{ price: 90, slippage: 0, fee: 0.9 }]);
  });

  test('sells short above the close', () => {
    expect(play('100 short\n 100 109 100 100\n 100 110 100 100', order('limit')).lines[0]).toContain('2: sell 1 @ 110');
  });

  test('is good for so many bars, and is counted if none of them reaches it', () => {
    expect(play('100 buy\n 100\n 100\n 80', order('limit'))).toMatchObject({ lines: [], refusals: { unreached: 1 } });
    expect(play('100 buy\n 100\n 100\n 80', order('limit', 10, 3)).lines).toEqual(['3: buy 1 @ 80 entry']);
  });

  test('that still waits at the end is counted, too', () => {
    expect(play('100 buy\n 100', order('limit'))).toMatchObject({ lines: [], refusals: { unreached: 1, noNextBar: 0 } });
  });

  test('waits from the bar after the signal on, where signals fill at the close, too', () => {
    expect(play('100 100 50 100 buy\n 100 100 90 100', order('limit'), AT_CLOSE).lines).toEqual(['1: buy 1 @ 90 entry']);
  });

  test('is replaced by that of a new signal of its side, which counts from the new close', () => {
    const { lines, refusals } = play('100 buy\n 200 buy\n 200 200 180 200\n 200', order('limit', 10, 5));
    expect(lines).toEqual(['2: buy 1 @ 180 entry']);
    expect(refusals.unreached).toBe(1);
  });

  test.each(['sell', 'short'])('is called off by %s', (word) => {
    const { lines, refusals } = play(`100 buy\n 100 ${word}\n 100 100 90 100`, order('limit', 10, 5));
    expect(lines).toEqual([]);
    expect(refusals.unreached).toBeGreaterThanOrEqual(1);
  });

  test('is not reached by a bar whose low is unknown', () => {
    expect(play('100 buy\n 80 100 NaN 90\n 80', order('limit')).lines).toEqual(['2: buy 1 @ 80 entry']);
  });

  test('fills at its price on a bar whose open is unknown', () => {
    expect(play('100 buy\n NaN 100 85 90', order('limit')).lines).toEqual(['1: buy 1 @ 90 entry']);
  });
});

describe('a stop order', () => {
  test('buys where the high touches its price, at the open if the bar opens above', () => {
    expect(play('100 buy\n 100 109 100 100\n 100 110 100 100', order('stop')).lines[0]).toMatch(/^2: buy 1 @ 110/);
    expect(play('100 buy\n 130 140 100 100', order('stop')).lines).toEqual(['1: buy 1 @ 130 entry']);
  });

  test('is a taker’s', () => {
    const costs = { ...FREE, slippageBps: 100, takerFeeRate: 0.1, makerFeeRate: 0.01 };
    const [fill] = play('100 buy\n 100 110 100 100', order('stop'), costs).fills;
    expect(fill!.price).toBeCloseTo(111.1, 10);
    expect(fill!.fee).toBeCloseTo(11.11, 10);
  });

  test('sells short below the close', () => {
    expect(play('100 short\n 100 100 91 100\n 100 100 90 100', order('stop')).lines).toEqual(['2: sell 1 @ 90 entry']);
  });
});

describe('a stop-limit order', () => {
  test('buys at the stop’s price, or at the open that is not above the limit', () => {
    expect(play('100 buy\n 100 125 100 100', stopLimit(percent(10))).lines[0]).toMatch(/^1: buy 1 @ 110 /);
    expect(play('100 buy\n 120 125 100 100', stopLimit(percent(10))).lines).toEqual(['1: buy 1 @ 120 entry']);
  });

  test('is a limit order from the next bar on, where a bar opens above the limit', () => {
    // The stop at 110, the limit at 121.
    expect(play('100 buy\n 125 130 100 125\n 125 130 121 125', stopLimit(percent(10))).lines).toEqual(['2: buy 1 @ 121 entry']);
    expect(play('100 buy\n 125\n 125\n 125\n 110', stopLimit(percent(10)))).toMatchObject({ lines: [], refusals: { unreached: 1 } });
  });

  test('with an unknown distance of its limit is no order', () => {
    const unknown = stopLimit({ kind: 'atr', multiple: 1, period: 5 });
    expect(play('100 buy\n 110\n 110', unknown)).toMatchObject({ lines: [], refusals: { unknownSize: 1 } });
  });
});

describe('a position that begins inside a bar', () => {
  const bracket = { stopLoss: percent(10), takeProfit: percent(10) };

  test('by a limit: a stop beyond it came after; the target may have come before, and is not taken', () => {
    expect(play('100 buy\n 100 100 80 100', { ...order('limit'), stopLoss: percent(10) }).lines)
      .toEqual(['1: buy 1 @ 90 entry', '1: sell 1 @ 81 stop-loss']);
    expect(play('100 buy\n 100 120 90 100', { ...order('limit'), ...bracket }).lines).toEqual(['1: buy 1 @ 90 entry']);
  });

  test('by a stop: the target beyond it came after; a stop at the other end is taken as the worse, and is ambiguous', () => {
    // 110 opens, 99 and 121 close.
    expect(play('100 buy\n 105 122 105 110', { ...order('stop'), ...bracket }).lines[1]).toBe('1: sell 1 @ 121 take-profit');
    const { lines, trades } = play('100 buy\n 105 115 95 110', { ...order('stop'), ...bracket });
    expect(lines[1]).toBe('1: sell 1 @ 99 stop-loss');
    expect(trades).toMatchObject([{ ambiguous: true }]);
  });

  test('at the open lives through the whole bar', () => {
    expect(play('100 buy\n 90 100 85 95', { ...order('limit'), ...bracket }).lines[1]).toBe('1: sell 1 @ 99 take-profit');
    expect(play('100 buy\n 110 115 99 105', { ...order('stop'), ...bracket }).lines[1]).toBe('1: sell 1 @ 99 stop-loss');
  });

  test('by a limit: its trailing stop knows the close of that bar, not the high', () => {
    const trail = { ...order('limit'), trailingStop: percent(10) };
    expect(play('100 buy\n 100 200 90 100\n 100 100 89 100', trail).lines[1]).toBe('2: sell 1 @ 90 trailing-stop');
  });
});

describe('an order that adds to a position', () => {
  const adding = (kind: 'limit' | 'stop', rules: Partial<PositionRules>): Partial<PositionRules> =>
    ({ ...order(kind, kind === 'limit' ? 5 : 10, 5), scaleIn: { entries: 2 }, ...rules });
  // A limit at 95 opens at 95, then adds at 5% below 100.
  const START = '100 buy\n 95\n 100 buy\n';

  test('is filled before a stop that lies beyond it, and the stop follows the mean entry', () => {
    // Entries at 95 and 95; stop at 85.5.
    expect(play(`${START} 100 100 90 100`, adding('limit', { stopLoss: percent(10) })).lines)
      .toEqual(['1: buy 1 @ 95 entry', '3: buy 1 @ 95 add']);
    expect(play(`${START} 100 100 85 100`, adding('limit', { stopLoss: percent(10) })).lines[2]).toBe('3: sell 2 @ 85.5 stop-loss');
  });

  test('is called off by a stop that is nearer than it', () => {
    // The trailing stop is 2% below 100.
    const { lines, refusals } = play(`${START} 100 100 90 100`, adding('limit', { trailingStop: percent(2) }));
    expect(lines[1]).toBe('3: sell 1 @ 98 trailing-stop');
    expect(refusals.unreached).toBe(1);
  });

  test('is called off by a stop at the same price', () => {
    expect(play(`${START} 100 100 90 100`, adding('limit', { trailingStop: percent(5) })).lines[1]).toBe('3: sell 1 @ 95 trailing-stop');
  });

  test('leaves the trailing stop what the position has seen of the bar', () => {
    // The high of 200 was seen: the next bar opens below 180.
    const { lines } = play(`${START} 100 200 95 100\n 100`, adding('limit', { trailingStop: percent(10) }));
    expect(lines.slice(1)).toEqual(['3: buy 1 @ 95 add', '4: sell 2 @ 100 trailing-stop']);
  });

  test('at the open comes before a stop within the bar', () => {
    // The limit at 95, the stop at 85.5; the mean of 95 and 91 brings it down to 83.7.
    const { lines } = play(`${START} 91 100 84 100`, adding('limit', { stopLoss: percent(10) }));
    expect(lines.slice(1)).toEqual(['3: buy 1 @ 91 add']);
  });

  test('does not come before a stop at the open of a bar that opens beyond both', () => {
    const { lines } = play(`${START} 80 100 80 100`, adding('limit', { stopLoss: percent(10) }));
    expect(lines.slice(1)).toEqual(['3: sell 1 @ 80 stop-loss']);
  });

  test('at the other end of the bar than the target: the position ends as it stood, and it is ambiguous', () => {
    const { lines, trades } = play(`${START} 100 120 90 100`, adding('limit', { takeProfit: percent(20) }));
    expect(lines.slice(1)).toEqual(['3: sell 1 @ 114 take-profit']);
    expect(trades).toMatchObject([{ ambiguous: true }]);
  });

  test('at the open changes the levels for the whole bar', () => {
    // Stop orders: in at 110, one more at the open of 130; the mean is 120, the stop at 108.
    const rules = adding('stop', { stopLoss: percent(10) });
    expect(play('100 buy\n 110\n 110 buy\n 130 130 105 110', rules).lines.slice(1))
      .toEqual(['3: buy 1 @ 130 add', '3: sell 2 @ 108 stop-loss']);
  });

  test('by a stop is filled on the way to the target beyond it', () => {
    // In at 110, the target at 143; one more at 121: the mean is 115.5, the target at 150.15.
    const rules = adding('stop', { takeProfit: percent(30) });
    const { lines } = play('100 buy\n 110\n 110 buy\n 115 160 115 150', rules);
    expect(lines.slice(1)).toEqual(['3: buy 1 @ 121 add', '3: sell 2 @ 150.15 take-profit']);
  });
});
