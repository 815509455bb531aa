import { createRequire } from 'node:module';
import { expect, test } from '@jest/globals';
import type { PortionColumns } from '@wick/engine';
import { columnNames, portionsToArrow, portionsToCsv } from './portions-to-file.ts';

const portion = (first: number, values: readonly number[]): PortionColumns => {
  const places = Float64Array.from(values, (_, row) => first + row);
  return { length: values.length, neverTraded: 0, places, parameters: [places.map((place) => place / 2)], metrics: [Float64Array.from(values)] };
};

const PORTIONS = [portion(0, [Number.NaN, Number.NaN]), portion(2, [0.1, -1e-7, Number.NaN]), portion(9, [3])];
const NAMES = columnNames(['fast'], ['sharpe']);

test('CSV has a line a combination, and an empty cell where a metric is not defined', () => {
  expect([...portionsToCsv(NAMES, PORTIONS)].join('')).toBe('combination,fast,sharpe\n0,0,\n1,0.5,\n2,1,0.1\n3,1.5,-1e-7\n4,2,\n9,4.5,3\n');
});

test('an Arrow stream of many portions is one table, null where a metric is not defined', () => {
  const { fromArrow } = createRequire(import.meta.url)('arquero') as typeof import('arquero');
  const table = fromArrow(Buffer.concat([...portionsToArrow(NAMES, PORTIONS)])) as unknown as { columnNames(): string[]; array(name: string): Iterable<number | null> };
  expect(table.columnNames()).toEqual(NAMES);
  expect([...table.array('combination')]).toEqual([0, 1, 2, 3, 4, 9]);
  expect([...table.array('fast')]).toEqual([0, 0.5, 1, 1.5, 2, 4.5]);
  expect([...table.array('sharpe')]).toEqual([null, null, 0.1, -1e-7, null, 3]);
});

test('a parameter that has the name of a metric keeps its dollar', () => {
  expect(columnNames(['trades', 'x'], ['trades'])).toEqual(['combination', '$trades', 'x', 'trades']);
});
