import { expect, test } from '@jest/globals';
import { BUY, OrderRecordsBuilder, SELL } from './order-records.ts';

test('orders come back in the order in which they were appended, beyond the first room for them', () => {
  const builder = new OrderRecordsBuilder(2);
  for (let order = 0; order < 5; order++) builder.append(order * 10, order % 2, order % 3 === 0 ? SELL : BUY, order + 0.5, 100 + order, order / 8);
  const { bar, instrument, side, size, price, fee, length } = builder.records();
  expect(length).toBe(5);
  expect([...bar]).toEqual([0, 10, 20, 30, 40]);
  expect([...instrument]).toEqual([0, 1, 0, 1, 0]);
  expect([...side]).toEqual([SELL, BUY, BUY, SELL, BUY]);
  expect([...size]).toEqual([0.5, 1.5, 2.5, 3.5, 4.5]);
  expect([...price]).toEqual([100, 101, 102, 103, 104]);
  expect([...fee]).toEqual([0, 0.125, 0.25, 0.375, 0.5]);
});

test('records that were read do not change when more orders come', () => {
  const builder = new OrderRecordsBuilder();
  builder.append(1, 0, BUY, 2, 3, 4);
  const before = builder.records();
  builder.append(2, 0, SELL, 2, 5, 6);
  expect([before.length, [...before.bar], [...before.price]]).toEqual([1, [1], [3]]);
  expect(builder.records().length).toBe(2);
});

test('cleared, it starts again with the first order', () => {
  const builder = new OrderRecordsBuilder();
  builder.append(1, 0, BUY, 2, 3, 4);
  builder.clear();
  expect(builder.records().length).toBe(0);
  builder.append(7, 0, SELL, 8, 9, 10);
  expect([...builder.records().bar]).toEqual([7]);
});
