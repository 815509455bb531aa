import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { AccountRecords, type RunBook } from './account-records.ts';
import type { Arithmetic } from './arithmetic.ts';
import { BUY, OrderRecordsBuilder, SELL } from './order-records.ts';

const INITIAL_CASH = 10_000;

interface Order {
  readonly bar: number;
  readonly instrument: number;
  readonly side: number;
  readonly size: number;
  readonly price: number;
  readonly fee: number;
}

interface Run {
  readonly orders: readonly Order[];
  readonly closes: readonly Float64Array[];
}

/** Sizes of which tenths cancel to almost nothing, and whole ones exactly. */
const anyOrder = (bars: number, instruments: number): fc.Arbitrary<Order> =>
  fc.record({
    bar: fc.integer({ min: 0, max: bars - 1 }),
    instrument: fc.integer({ min: 0, max: instruments - 1 }),
    side: fc.constantFrom(BUY, SELL),
    size: fc.constantFrom(0.1, 0.2, 0.3, 1, 2, 3),
    price: fc.double({ min: 50, max: 200, noNaN: true }),
    fee: fc.constantFrom(0, 0.5, 1 / 3),
  });

const anyRun: fc.Arbitrary<Run> = fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 3 })).chain(([bars, instruments]) =>
  fc.record({
    orders: fc.array(anyOrder(bars, instruments), { maxLength: 60, size: 'max' }).map((orders) => orders.toSorted((a, b) => a.bar - b.bar)),
    closes: fc.array(
      fc.array(fc.double({ min: 50, max: 200, noNaN: true }), { minLength: bars, maxLength: bars }).map((close) => Float64Array.from(close)),
      { minLength: instruments, maxLength: instruments },
    ),
  }),
);

function accountOf({ orders, closes }: Run, arithmetic: Arithmetic, instruments = closes.map((_, index) => index)): AccountRecords {
  const builder = new OrderRecordsBuilder();
  for (const { bar, instrument, side, size, price, fee } of orders) builder.append(bar, instrument, side, size, price, fee);
  const book: RunBook = { orders: builder.records(), closes, arithmetic };
  return new AccountRecords(book, { instruments, initialCash: INITIAL_CASH });
}

/** Bar by bar, order by order: what a portfolio does that books each order as it comes. */
function walkNaively({ orders, closes }: Run): { cash: number[]; value: number[]; assets: number[][] } {
  let cash = INITIAL_CASH;
  const held = closes.map(() => 0);
  const walked = { cash: [] as number[], value: [] as number[], assets: [] as number[][] };
  for (let bar = 0; bar < closes[0]!.length; bar++) {
    for (const order of orders.filter((one) => one.bar === bar)) {
      const size = order.side === BUY ? order.size : -order.size;
      cash += -(size * order.price) - order.fee;
      held[order.instrument]! += size;
    }
    walked.cash.push(cash);
    walked.assets.push([...held]);
    walked.value.push(cash + held.reduce((sum, size, index) => sum + size * closes[index]![bar]!, 0));
  }
  return walked;
}

const run = (property: (run: Run) => void): void => fc.assert(fc.property(anyRun, property), { numRuns: 200 });
const byHand = (...orders: readonly (readonly [bar: number, side: number, size: number, price: number])[]): Run => ({
  orders: orders.map(([bar, side, size, price]) => ({ bar, instrument: 0, side, size, price, fee: 0 })),
  closes: [new Float64Array(10).fill(100)],
});
const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);

describe('over random orders of several instruments', () => {
  test('exactly: cash, positions and value are those of a walk order by order, to the bit', () => {
    run((random) => {
      const account = accountOf(random, 'exact');
      const naive = walkNaively(random);
      expect([...account.cash]).toEqual(naive.cash);
      expect(naive.assets.map((_, bar) => account.assets.map((assets) => assets[bar]))).toEqual(naive.assets);
      expect([...account.value]).toEqual(naive.value);
    });
  });

  test.each(['exact', 'tolerant'] as const)('%s: the profits of trades, of positions and of the account are one', (arithmetic) => {
    run((random) => {
      const account = accountOf(random, arithmetic);
      expect(sum(account.trades.pnl)).toBeCloseTo(account.totalProfit, 6);
      expect(sum(account.positions.pnl)).toBeCloseTo(account.totalProfit, 6);
      expect(account.value.at(-1)).toBeCloseTo(INITIAL_CASH + account.totalProfit, 6);
    });
  });

  test('the two arithmetics agree to nine digits', () => {
    run((random) => {
      const [exact, tolerant] = [accountOf(random, 'exact'), accountOf(random, 'tolerant')];
      for (const [bar, value] of exact.value.entries()) expect(tolerant.value[bar]).toBeCloseTo(value, 5);
    });
  });

  test.each(['exact', 'tolerant'] as const)('%s: positions cover their trades, and no two of an instrument overlap', (arithmetic) => {
    run((random) => {
      const { trades, positions } = accountOf(random, arithmetic);
      expect([...positions.position]).toEqual([...positions.position.keys()]);
      for (let position = 0; position < positions.length; position++) {
        const rows = [...trades.position.keys()].filter((row) => trades.position[row] === position);
        expect(positions.size[position]).toBe(sum(rows.map((row) => trades.size[row]!)));
        expect(positions.entryBar[position]).toBe(trades.entryBar[rows[0]!]);
        expect(positions.exitBar[position]).toBe(trades.exitBar[rows.at(-1)!]);
        expect(new Set(rows.map((row) => trades.side[row])).size).toBe(1);
        const follows = position > 0 && positions.instrument[position] === positions.instrument[position - 1];
        expect(!follows || positions.entryBar[position]! >= positions.exitBar[position - 1]!).toBe(true);
      }
    });
  });

  test.each(['exact', 'tolerant'] as const)('%s: an order closes at most one trade, and what is open is what is held', (arithmetic) => {
    run((random) => {
      const { trades, assets } = accountOf(random, arithmetic);
      const closing = [...trades.exitOrder].filter((order) => order >= 0);
      expect(new Set(closing).size).toBe(closing.length);
      const open = assets.map((_, instrument) => sum([...trades.size.keys()].filter((row) => trades.isOpen[row] === 1 && trades.instrument[row] === instrument)
        .map((row) => (trades.side[row] === 0 ? 1 : -1) * trades.size[row]!)));
      open.forEach((size, instrument) => expect(size).toBeCloseTo(assets[instrument]!.at(-1)!, 9));
    });
  });

  test('an account of some instruments does not see the orders of the others', () => {
    run((random) => {
      const last = random.closes.length - 1;
      const alone = accountOf({ ...random, orders: random.orders.filter(({ instrument }) => instrument === last) }, 'tolerant', [last]);
      const among = accountOf(random, 'tolerant', [last]);
      expect([...among.value]).toEqual([...alone.value]);
      expect([...among.trades.pnl]).toEqual([...alone.trades.pnl]);
      expect(among.feesPaid).toBe(alone.feesPaid);
    });
  });
});

describe('what is nearly equal', () => {
  const tenths = byHand([1, BUY, 0.3, 100], [2, SELL, 0.1, 100], [3, SELL, 0.1, 100], [4, SELL, 0.1, 100]);

  test('is something exactly, and nothing tolerantly', () => {
    const exact = accountOf(tenths, 'exact');
    expect(exact.assets[0]!.at(-1)).toBe(0.3 - 0.1 - 0.1 - 0.1);
    expect(exact.assets[0]!.at(-1)).not.toBe(0);
    const tolerant = accountOf(tenths, 'tolerant');
    expect(tolerant.assets[0]!.at(-1)).toBe(0);
    expect([...tolerant.trades.isOpen]).toEqual([0, 0, 0]);
  });

  test('by a nine-digit share closes the position', () => {
    const almost = byHand([1, BUY, 1, 100], [2, SELL, 1 + 5e-10, 110], [3, BUY, 2, 100], [4, SELL, 2 + 4e-9, 100]);
    expect([...accountOf(almost, 'tolerant').trades.isOpen]).toEqual([0, 0, 1]);
    expect([...accountOf(almost, 'exact').trades.side]).toEqual([0, 1, 0, 1]);
  });
});
