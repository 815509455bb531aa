import { describe, expect, test } from '@jest/globals';
import type { Fill, OrderReason, Trade } from '@wick/core';
import fc from 'fast-check';
import { createExcursions } from './excursions.ts';
import type { FillMoment } from './fill-log.ts';
import { fillsToTrades, type PositionNotes } from './fills-to-trades.ts';
import { readScenario } from './scenario.test-support.ts';

type Row = readonly [bar: number, action: Fill['action'], size: number, price: number, reason?: OrderReason];

/** A fee of 1% of the value, and no slippage. */
const fillOf = ([bar, action, size, price, reason = 'exit']: Row): Fill => ({
  bar, action, size, price, reason, openTimeMs: bar * 60_000, fee: size * price * 0.01, slippage: 0,
});

const NOTHING: PositionNotes = { isAmbiguous: () => false, excursions: undefined, stopShare: undefined };
const tradesOf = (rows: readonly Row[], notes: Partial<PositionNotes> = {}, close = 100, bar = 99): Trade[] =>
  fillsToTrades(rows.map(fillOf), { ...NOTHING, ...notes }, { bar, openTimeMs: bar * 60_000, close });

describe('by hand', () => {
  test('two entries and two exits: the mean price, and the fees by size', () => {
    const [first, second, ...rest] = tradesOf([[1, 'buy', 1, 100, 'entry'], [2, 'buy', 3, 120, 'entry'], [5, 'sell', 1, 130], [7, 'sell', 3, 110]]);
    expect(rest).toEqual([]);
    // (1 × 100 + 3 × 120) / 4 = 115; the entries’ fees are 1 + 3.6
    expect(first)
      .toMatchObject({ position: 0, side: 'long', status: 'closed', entryBar: 1, exitBar: 5, entryTimeMs: 60_000, exitTimeMs: 300_000 });
    expect(first).toMatchObject({ size: 1, entryPrice: 115, entryFee: 1.15, exitPrice: 130, exitFee: 1.3 });
    expect(first!.pnl).toBeCloseTo(130 - 115 - 1.15 - 1.3, 12);
    expect(second).toMatchObject({ position: 0, size: 3, entryPrice: 115, exitPrice: 110, entryBar: 1, exitBar: 7 });
    expect(second!.entryFee).toBeCloseTo(3.45, 12);
    expect(second!.returnRate).toBeCloseTo((-15 - 3.45 - 3.3) / 345, 12);
  });

  test('one order that is larger than the position closes it and opens the other side with the rest', () => {
    const trades = tradesOf([[1, 'buy', 2, 100, 'entry'], [3, 'sell', 5, 110, 'entry'], [4, 'buy', 3, 90]]);
    expect(trades).toMatchObject([
      { position: 0, side: 'long', size: 2, entryPrice: 100, exitPrice: 110, exitBar: 3, exitReason: 'exit', exitFee: 2.2 },
      { position: 1, side: 'short', size: 3, entryBar: 3, entryPrice: 110, exitPrice: 90, exitBar: 4 },
    ]);
    expect(trades[1]!.entryFee).toBeCloseTo(3.3, 12);
    expect(trades[1]!.pnl).toBeCloseTo(60 - 3.3 - 2.7, 12);
  });

  test('what is left is open, at the last close and without a fee', () => {
    const trades = tradesOf([[1, 'sell', 4, 50, 'entry'], [2, 'buy', 1, 40, 'take-profit']], { stopShare: 0.1 }, 60);
    expect(trades).toMatchObject([
      { position: 0, side: 'short', status: 'closed', size: 1, exitReason: 'take-profit', entryFee: 0.5, initialRisk: 5 },
      { position: 0, side: 'short', status: 'open', size: 3, exitReason: 'end', exitBar: 99, exitPrice: 60, exitFee: 0, entryFee: 1.5, initialRisk: 15 },
    ]);
    expect(trades[1]!.pnl).toBe(-31.5);
  });

  test('a stop’s distance may be another for each position', () => {
    const stopShare = (fill: number): number | undefined => (fill === 0 ? 0.02 : undefined);
    const trades = tradesOf([[1, 'buy', 1, 100], [2, 'sell', 1, 100], [3, 'buy', 1, 100], [4, 'sell', 1, 100]], { stopShare });
    expect(trades.map(({ initialRisk }) => initialRisk)).toEqual([2, null]);
  });
});

describe('the excursions of a part', () => {
  const { block } = readScenario('100\n100 104 97 101\n101 120 100 110\n110 112 80 90\n90');
  const spans = (rows: readonly Row[], fillAtClose: boolean, cuts: readonly number[] = []): (number | null)[][] => {
    const fills = rows.map(fillOf);
    let logged = 0;
    const log = {
      get length() { return logged; },
      barAt: (row: number) => fills[row]!.bar,
      momentAt: (row: number) => (/stop|profit/.test(fills[row]!.reason) ? 'range' : fillAtClose ? 'close' : 'open') as FillMoment,
      sizeAt: (row: number) => (fills[row]!.action === 'buy' ? 1 : -1) * fills[row]!.size,
    };
    const excursions = createExcursions(log);
    const bounds = [0, ...cuts, block.length];
    bounds.slice(1).forEach((end, part) => {
      const from = bounds[part]!;
      logged = fills.filter((fill) => fill.bar < end).length;
      const columns = Object.fromEntries(Object.entries(block.columns).map(([name, values]) => [name, values.subarray(from, end)]));
      excursions.add({ length: end - from, openTimeMs: block.openTimeMs.subarray(from, end), columns: columns as typeof block.columns }, from);
    });
    return tradesOf(rows, { excursions }, 90, 4).map(({ mae, mfe }) => [mae, mfe]);
  };
  const share = (price: number): unknown => expect.closeTo(price / 100 - 1, 12);

  test('reach from the entry of the position to the exit of the part', () => {
    // Filled at the open of bar 1; a third leaves at the open of bar 2, before its high; a third at the open of bar 3; the rest stays.
    expect(spans([[1, 'buy', 3, 100, 'entry'], [2, 'sell', 1, 101], [3, 'sell', 1, 110]], false)).toEqual([
      [share(97), share(104)],
      [share(97), share(120)],
      [share(80), share(120)],
    ]);
  });

  test('of a stop inside a bar, the part that leaves sees the open only, what is left sees the whole bar', () => {
    expect(spans([[1, 'buy', 2, 100, 'entry'], [3, 'sell', 1, 95, 'stop-loss'], [4, 'sell', 1, 90]], false)).toEqual([
      [share(95), share(120)],
      [share(80), share(120)],
    ]);
  });

  test('a fill at the close comes after the range of its bar, for those who leave and for those who stay', () => {
    expect(spans([[1, 'buy', 2, 100, 'entry'], [2, 'sell', 1, 110], [3, 'sell', 1, 90]], true)).toEqual([
      [share(100), share(120)],
      [share(80), share(120)],
    ]);
  });

  test('a reversal begins anew', () => {
    const [, short] = spans([[1, 'buy', 1, 100, 'entry'], [2, 'sell', 2, 101, 'entry'], [4, 'buy', 1, 90]], false);
    expect(short).toEqual([expect.closeTo(1 - 120 / 101, 12), expect.closeTo(1 - 80 / 101, 12)]);
  });

  test('do not hold the fills of the position before', () => {
    const [, second] = spans([[1, 'buy', 1, 100, 'entry'], [1, 'sell', 1, 50, 'stop-loss'], [4, 'buy', 1, 90, 'entry']], true);
    expect(second).toEqual([0, 0]);
  });

  test('hold the fills of the position itself: an entry below the mean price was a price that it saw', () => {
    const [only] = spans([[1, 'buy', 1, 60, 'entry'], [1, 'buy', 1, 140, 'entry'], [2, 'sell', 2, 110]], false);
    expect(only).toEqual([share(60), share(140)]);
  });

  test('are the same however the bars are cut into blocks', () => {
    const rows: Row[] = [[1, 'buy', 3, 100, 'entry'], [1, 'buy', 1, 100, 'entry'], [2, 'sell', 1, 101], [3, 'sell', 5, 95, 'stop-loss']];
    for (const fillAtClose of [true, false]) {
      const whole = spans(rows, fillAtClose);
      for (const cuts of [[1], [2], [3], [4], [1, 2, 3, 4], [2, 3]]) expect(spans(rows, fillAtClose, cuts)).toEqual(whole);
    }
  });
});

describe('over random fills', () => {
  const anyRows = fc.array(
    fc.record({
      action: fc.constantFrom('buy' as const, 'sell' as const),
      size: fc.constantFrom(1, 2, 3, 0.5, 0.1),
      price: fc.integer({ min: 1, max: 300 }).map((cents) => 90 + cents / 10),
    }),
    { maxLength: 40, size: 'max' },
  ).map((fills): Row[] => fills.map(({ action, size, price }, bar) => [bar, action, size, price]));

  test('the profits of all trades are what the cash gained, and the position at the last close', () => {
    fc.assert(fc.property(anyRows, (rows) => {
      const fills = rows.map(fillOf);
      const cash = fills.reduce((sum, { action, size, price, fee }) => sum + (action === 'buy' ? -size : size) * price - fee, 0);
      const position = fills.reduce((sum, { action, size }) => sum + (action === 'buy' ? size : -size), 0);
      const profit = tradesOf(rows).reduce((sum, { pnl }) => sum + pnl, 0);
      expect(profit).toBeCloseTo(cash + position * 100, 8);
    }));
  });

  test('a position has as many trades as exits, and its size is never more than what went in', () => {
    fc.assert(fc.property(anyRows, (rows) => {
      const trades = tradesOf(rows);
      expect(trades.every(({ size }) => size > 0)).toBe(true);
      expect(trades.map(({ position }) => position)).toEqual(trades.map(({ position }) => position).toSorted((a, b) => a - b));
      expect(trades.filter(({ status }) => status === 'open').length).toBeLessThanOrEqual(1);
      expect(trades.every(({ entryBar, exitBar }) => entryBar <= exitBar)).toBe(true);
    }));
  });

  test('a position of one entry keeps that fill’s price to the bit, however it is taken apart', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom(0.1, 0.3, 0.7), { minLength: 1, maxLength: 9 }), fc.double({ min: 1, max: 1e5, noNaN: true }), (parts, price) => {
      const rows: Row[] = [[0, 'buy', 100, price], ...parts.map((size, index): Row => [index + 1, 'sell', size, price * 1.1])];
      expect(tradesOf(rows).map(({ entryPrice }) => entryPrice)).toEqual([...parts, 0].map(() => price));
    }));
  });
});
