import { expect, test } from '@jest/globals';
import { AccountRecords, type RunBook } from './account-records.ts';
import { BUY, OrderRecordsBuilder } from './order-records.ts';

const CLOSES = [Float64Array.of(1, 2, 3), Float64Array.of(4, 5, 6)];

function bookOf(...orders: readonly (readonly [bar: number, instrument: number, size?: number, price?: number])[]): RunBook {
  const builder = new OrderRecordsBuilder();
  for (const [bar, instrument, size = 1, price = 10] of orders) builder.append(bar, instrument, BUY, size, price, 0);
  return { orders: builder.records(), closes: CLOSES, arithmetic: 'exact' };
}

const recordsOf = (book: RunBook, instruments = [0, 1], initialCash = 100, value?: Float64Array) => (): AccountRecords =>
  new AccountRecords(book, { instruments, initialCash }, undefined, value);

test.each([
  ['another instrument', bookOf([0, 2])],
  ['a bar after the last', bookOf([3, 0])],
  ['a bar before the first', bookOf([-1, 0])],
  ['a bar before that of the order before', bookOf([2, 0], [1, 0])],
  ['no size', bookOf([0, 0, 0])],
  ['an unknown size', bookOf([0, 0, Number.NaN])],
  ['no price', bookOf([0, 0, 1, 0])],
])('an order of %s is refused by its row', (_name, book) => {
  expect(recordsOf(book)).toThrow(`Order ${book.orders.length - 1} `);
});

test('instruments may follow one another, or alternate', () => {
  expect(recordsOf(bookOf([2, 1], [0, 0], [2, 0]))().trades.length).toBe(2);
});

test('closes of different lengths, an account of nothing or of others, without cash, or with another value are refused', () => {
  expect(recordsOf({ ...bookOf(), closes: [CLOSES[0]!, Float64Array.of(1)] })).toThrow('different lengths');
  expect(recordsOf(bookOf(), [])).toThrow('none of a run with 2');
  expect(recordsOf(bookOf(), [0, 2])).toThrow('none of a run with 2');
  expect(recordsOf(bookOf(), [1, 1])).toThrow('none of a run with 2');
  expect(recordsOf(bookOf(), [0], 0)).toThrow('cannot begin with 0');
  expect(recordsOf(bookOf(), [0], 100, new Float64Array(2))).toThrow('a value for 2 bars, but 3');
});
