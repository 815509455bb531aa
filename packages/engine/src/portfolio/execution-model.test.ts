import { describe, expect, test } from '@jest/globals';
import { NO_REFUSALS } from '@wick/core';
import { FREE, percent, play, readScenario } from './scenario.test-support.ts';

const AT_CLOSE = { ...FREE, fill: 'close' as const };

/** Bars as `open high low close` or one price, then the signals of their close; fills as `bar: action size @ price reason`. */
describe('when a signal fills', () => {
  test('at the open of the next bar', () => {
    const { lines } = play(`
      100            buy
      125 130 120 128
      130            sell
      160 170 150 155
    `);
    expect(lines).toEqual(['1: buy 8 @ 125 entry', '3: sell 8 @ 160 exit']);
  });

  test('with fill "close", at the close of its own bar', () => {
    const { lines } = play(
      `
      100 100 100 125  buy
      130
      140 170 130 160  sell
      200
    `,
      {},
      AT_CLOSE,
    );
    expect(lines).toEqual(['0: buy 8 @ 125 entry', '2: sell 8 @ 160 exit']);
  });

  test('over a gap, at the open of the first bar there is', () => {
    const { block, signals } = readScenario(`
      100  buy
      200
      200
    `);
    const openTimeMs = Float64Array.of(0, 86_400_000, 86_460_000);
    const { fills } = play({ block: { ...block, openTimeMs }, signals });
    expect(fills).toMatchObject([{ bar: 1, openTimeMs: 86_400_000, price: 200, size: 5 }]);
  });

  test('never, on the last bar: an entry that had a bar to fill on would have, so it is counted', () => {
    expect(play('100\n 100 buy')).toMatchObject({ fills: [], refusals: { noNextBar: 1 } });
    expect(play('100 buy\n 100\n 100 sell').refusals.noNextBar).toBe(1);
    expect(play('100 buy\n 100\n 100 buy').refusals.noNextBar).toBe(0);
    expect(play('100\n 100 sell').refusals.noNextBar).toBe(0);
    expect(play('100\n 100 buy', {}, AT_CLOSE)).toMatchObject({ lines: ['1: buy 10 @ 100 entry'], refusals: { noNextBar: 0 } });
  });
});

describe('what it costs', () => {
  test('a taker pays slippage in the price and the taker fee on the value', () => {
    const { fills, cash } = play('100 buy\n 100 sell\n 200', { size: { kind: 'amount', amount: 1 } }, {
      initialCash: 1000, takerFeeRate: 0.01, makerFeeRate: 0, slippageBps: 100,
    });
    expect(fills).toEqual([
      { bar: 1, openTimeMs: 60_000, action: 'buy', reason: 'entry', size: 1, price: 101, fee: 1.01, slippage: 1 },
      { bar: 2, openTimeMs: 120_000, action: 'sell', reason: 'exit', size: 1, price: 198, fee: 1.98, slippage: 2 },
    ]);
    expect(cash).toBeCloseTo(1000 - 101 - 1.01 + 198 - 1.98, 10);
  });

  test('a take profit rests in the book: the maker fee and no slippage', () => {
    const { fills } = play('100 buy\n 100\n 100 120 100 100', { size: { kind: 'amount', amount: 1 }, takeProfit: percent(10) }, {
      initialCash: 1000, takerFeeRate: 0.01, makerFeeRate: 0.005, slippageBps: 0,
    });
    expect(fills[1]).toMatchObject({ reason: 'take-profit', price: 110.00000000000001, slippage: 0, fee: 0.55 });
  });

  test('a stop loss is a taker: it slips below its level and pays the taker fee', () => {
    const { fills } = play('100 buy\n 100\n 100 100 80 90', { size: { kind: 'amount', amount: 1 }, stopLoss: percent(10) }, {
      initialCash: 1000, takerFeeRate: 0.01, makerFeeRate: 0.005, slippageBps: 0,
    });
    expect(fills[1]).toMatchObject({ reason: 'stop-loss', price: 90, fee: 0.9 });
    const slipped = play('100 buy\n 100\n 100 100 80 90', { stopLoss: percent(10) }, { ...FREE, slippageBps: 100 });
    expect(slipped.fills[1]!.price).toBeCloseTo(101 * 0.9 * 0.99, 12);
  });
});

describe('how much is bought', () => {
  test('a percentage of the equity, fee included, so that the cash never falls below zero', () => {
    const { fills, cash } = play('100 buy\n 100', {}, { ...FREE, takerFeeRate: 0.25 });
    expect(fills[0]).toMatchObject({ size: 8, fee: 200 });
    expect(cash).toBe(0);
    expect(play('100 buy\n 100', { size: { kind: 'equity', percent: 50 } }, { ...FREE, takerFeeRate: 0.25 }).fills[0]!.size).toBe(4);
  });

  test('a value: the fee comes on top, and what the cash cannot pay is cut', () => {
    const size = { kind: 'value', value: 500 } as const;
    expect(play('100 buy\n 100', { size }, { ...FREE, takerFeeRate: 0.1 })).toMatchObject({ fills: [{ size: 5, fee: 50 }], cash: 450 });
    expect(play('100 buy\n 100', { size: { ...size, value: 5000 } }).lines).toEqual(['1: buy 10 @ 100 entry']);
  });

  test('an amount: the fee comes on top, and what the cash cannot pay is cut', () => {
    const size = { kind: 'amount', amount: 3 } as const;
    expect(play('100 buy\n 100', { size }).lines).toEqual(['1: buy 3 @ 100 entry']);
    expect(play('100 buy\n 100', { size: { ...size, amount: 30 } }).lines).toEqual(['1: buy 10 @ 100 entry']);
  });

  test('nothing, without equity: refused and counted', () => {
    // The short loses 2000 of 1000.
    const ruined = play('100 short\n 100\n 300 cover\n 300 buy\n 300');
    expect(ruined).toMatchObject({ cash: -1000, refusals: { noCash: 1 }, lines: ['1: sell 10 @ 100 entry', '3: buy 10 @ 300 exit'] });
    expect(ruined.equity).toEqual([1000, 1000, -1000, -1000, -1000]);
  });

  test('nothing, where the price is no price: refused and counted', () => {
    expect(play('100 buy\n NaN\n 100')).toMatchObject({ fills: [], refusals: { noPrice: 1 } });
    expect(play('100 buy\n 100 sell\n NaN')).toMatchObject({ lines: ['1: buy 10 @ 100 entry'], refusals: { noPrice: 1 } });
  });
});

test('a stop at a price beyond all numbers is refused and counted, and the position lives on', () => {
  const table = '1e308 short\n 1e308\n 1.5e308\n 1e308 cover\n 1e308';
  const { fills, refusals } = play(table, { stopLoss: percent(100) }, { ...FREE, slippageBps: 3000 });
  expect(fills).toMatchObject([{ bar: 1, reason: 'entry' }, { bar: 4, reason: 'exit' }]);
  expect(refusals.noPrice).toBe(1);
});

describe('the short side mirrors the long one', () => {
  test('a short sells first; its value is within the equity, and its proceeds are cash', () => {
    const { lines, equity, cash } = play('100 short\n 100\n 80\n 80 cover\n 50');
    expect(lines).toEqual(['1: sell 10 @ 100 entry', '4: buy 10 @ 50 exit']);
    expect(equity).toEqual([1000, 1000, 1200, 1200, 1500]);
    expect(cash).toBe(1500);
  });

  test('its stop is above, its target below', () => {
    expect(play('100 short\n 100\n 100 115 100 100', { stopLoss: percent(10) }).lines[1]).toBe('2: buy 10 @ 110 stop-loss');
    expect(play('100 short\n 100\n 100 100 85 100', { takeProfit: percent(10) }).lines[1]).toBe('2: buy 10 @ 90 take-profit');
  });

  test('its trailing stop follows the lowest price', () => {
    const { lines } = play('100 short\n 100\n 100 100 50 60\n 54 56 54 54', { trailingStop: percent(10) });
    expect(lines[1]).toBe('3: buy 10 @ 55 trailing-stop');
  });
});

describe('signals against a position', () => {
  test('an entry while the position is already on its side does nothing', () => {
    const { lines, refusals } = play('100 buy\n 100 buy\n 100 buy\n 100');
    expect(lines).toEqual(['1: buy 10 @ 100 entry']);
    expect(refusals).toEqual(NO_REFUSALS);
  });

  test('an exit of the other side does nothing', () => {
    expect(play('100 buy\n 100 cover\n 100').lines).toHaveLength(1);
    expect(play('100 short\n 100 sell\n 100').lines).toHaveLength(1);
  });

  test('the entry of the other side closes and reverses, both at the same price', () => {
    const { lines } = play('100 buy\n 100 short\n 200 buy\n 100');
    expect(lines).toEqual([
      '1: buy 10 @ 100 entry',
      '2: sell 10 @ 200 exit', '2: sell 10 @ 200 entry',
      '3: buy 10 @ 100 exit', '3: buy 30 @ 100 entry',
    ]);
  });

  test('an exit with the entry of the other side is no conflict, it reverses', () => {
    const { lines, refusals } = play('100 buy\n 100 sell short\n 200');
    expect(lines.slice(1)).toEqual(['2: sell 10 @ 200 exit', '2: sell 10 @ 200 entry']);
    expect(refusals.conflictingSignals).toBe(0);
  });

  test.each(['buy sell', 'short cover', 'buy short', 'buy sell short cover'])('%s on one bar: nothing is done, counted once', (words) => {
    expect(play(`100 ${words}\n 100\n 100`)).toMatchObject({ fills: [], refusals: { conflictingSignals: 1 } });
    expect(play(`100 buy\n 100 ${words}\n 100\n 100`)).toMatchObject({ fills: [{}], refusals: { conflictingSignals: 1 } });
    expect(play(`100 short\n 100 ${words}\n 100\n 100`)).toMatchObject({ fills: [{}], refusals: { conflictingSignals: 1 } });
  });

  test('a conflict silences the whole bar, an exit that it is not about included', () => {
    expect(play('100 buy\n 100 sell short cover\n 100').lines).toHaveLength(1);
  });

  test('without exit signals, a position stays open; it is marked at the last close, without an exit fee', () => {
    const { trades, equity } = play('100 buy\n 100\n 100 150 100 140', {}, { ...FREE, takerFeeRate: 0.25 });
    expect(trades).toEqual([
      {
        position: 0, side: 'long', status: 'open', entryBar: 1, entryTimeMs: 60_000, entryPrice: 100, exitBar: 2, exitTimeMs: 120_000,
        exitPrice: 140, exitReason: 'end', size: 8, entryFee: 200, exitFee: 0, pnl: 120, returnRate: 0.15,
        mae: 0, mfe: 0.5, initialRisk: null, ambiguous: false,
      },
    ]);
    expect(equity).toEqual([1000, 800, 1120]);
  });
});

describe('stops inside the bar', () => {
  const STOP = { stopLoss: percent(10) };
  const BRACKET = { stopLoss: percent(10), takeProfit: percent(20) };

  test('fill at the stop price where the range reaches it', () => {
    expect(play('100 buy\n 100\n 95 96 89 94', STOP).lines[1]).toBe('2: sell 10 @ 90 stop-loss');
    expect(play('100 buy\n 100\n 95 96 90 94', STOP).lines[1]).toBe('2: sell 10 @ 90 stop-loss');
    expect(play('100 buy\n 100\n 95 96 90.1 94', STOP).lines).toHaveLength(1);
  });

  test('fill at the open where the bar gaps past them, stop or target', () => {
    const below = play('100 buy\n 100\n 80 130 75 120', BRACKET);
    const above = play('100 buy\n 100\n 130 140 70 120', BRACKET);
    expect(below.lines[1]).toBe('2: sell 10 @ 80 stop-loss');
    expect(above.lines[1]).toBe('2: sell 10 @ 130 take-profit');
    expect([...below.trades, ...above.trades].filter((trade) => trade.ambiguous)).toEqual([]);
  });

  test('count from the bar of the entry on, when it is filled at the open', () => {
    expect(play('100 buy\n 100 100 85 100', STOP).lines).toEqual(['1: buy 10 @ 100 entry', '1: sell 10 @ 90 stop-loss']);
  });

  test('count from the bar after the entry on, when it is filled at the close', () => {
    expect(play('100 100 85 100 buy\n 100', STOP, AT_CLOSE).lines).toHaveLength(1);
    expect(play('100 100 85 100 buy\n 100 100 85 100', STOP, AT_CLOSE).lines[1]).toBe('1: sell 10 @ 90 stop-loss');
  });

  test('a bar with both the stop and the target takes the stop, and says so', () => {
    const { lines, trades } = play('100 buy\n 100\n 100 125 85 120', BRACKET);
    expect(lines[1]).toBe('2: sell 10 @ 90 stop-loss');
    expect(trades).toMatchObject([{ exitReason: 'stop-loss', ambiguous: true }]);
  });

  test('are percentages of the entry price with its slippage', () => {
    const { fills } = play('100 buy\n 100\n 100 130 100 100', { takeProfit: percent(20) }, { ...FREE, slippageBps: 100 });
    expect(fills[1]!.price).toBeCloseTo(101 * 1.2, 12);
  });

  test('an order due at the open of the bar comes before its range', () => {
    const { lines } = play('100 buy\n 100 sell\n 95 95 50 60', STOP);
    expect(lines[1]).toBe('2: sell 10 @ 95 exit');
  });

  test('an order at the close of the bar comes after its range, and finds the position stopped', () => {
    const exit = play('100 buy\n 100\n 95 95 50 60 sell\n 60', STOP, AT_CLOSE);
    const reversal = play('100 buy\n 100\n 95 95 50 60 short\n 60', STOP, AT_CLOSE);
    expect(exit.lines.slice(1)).toEqual(['2: sell 10 @ 90 stop-loss']);
    expect(reversal.lines.slice(1)).toEqual(['2: sell 10 @ 90 stop-loss', '2: sell 15 @ 60 entry']);
  });

  test('a position that was stopped opens again only on a signal from then on', () => {
    // The entry due at the open of bar 2 found the position open, and is gone; that of bar 2’s close is not.
    expect(play('100 buy\n 100 buy\n 95 95 50 60\n 60\n 60', STOP).lines).toHaveLength(2);
    expect(play('100 buy\n 100\n 95 95 50 60 buy\n 60\n 60', STOP).lines[2]).toBe('3: buy 15 @ 60 entry');
  });
});

describe('a trailing stop', () => {
  const TRAIL = { trailingStop: percent(10) };

  test('follows the highest price since the entry', () => {
    expect(play('100 buy\n 100\n 100 200 100 190\n 190 190 170 170', TRAIL).lines[1]).toBe('3: sell 10 @ 180 trailing-stop');
  });

  test('does not know that a bar’s high came before its low: the high counts from the next bar on', () => {
    const { lines } = play('100 buy\n 100\n 100 200 95 190\n 190 195 185 190', TRAIL);
    expect(lines).toHaveLength(1);
  });

  test('knows the open of the bar, which came before everything in it', () => {
    expect(play('100 buy\n 100\n 200 200 175 190', TRAIL).lines[1]).toBe('2: sell 10 @ 180 trailing-stop');
  });

  test('starts at the entry price', () => {
    expect(play('100 buy\n 100 105 89 100', TRAIL).lines[1]).toBe('1: sell 10 @ 90 trailing-stop');
  });

  test('with a stop loss, the nearer of both is reached first and names the exit', () => {
    const both = { stopLoss: percent(5), trailingStop: percent(10) };
    expect(play('100 buy\n 100\n 100 100 80 80', both).lines[1]).toBe('2: sell 10 @ 95 stop-loss');
    expect(play('100 buy\n 100\n 100 120 100 120\n 120 120 80 80', both).lines[1]).toBe('3: sell 10 @ 108 trailing-stop');
  });

  test('with a target in the same bar, the stop is taken', () => {
    const { lines, trades } = play('100 buy\n 100\n 100 130 85 100', { ...TRAIL, takeProfit: percent(20) });
    expect(lines[1]).toBe('2: sell 10 @ 90 trailing-stop');
    expect(trades[0]!.ambiguous).toBe(true);
  });
});
