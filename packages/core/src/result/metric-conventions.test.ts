import { expect, test } from '@jest/globals';
import { METRIC_GROUPS, METRICS } from './metric-conventions.ts';

const infos = Object.values(METRICS);

test('every metric has a title of its own, short enough for a narrow terminal, and says how it is computed', () => {
  expect(new Set(infos.map(({ title }) => title)).size).toBe(infos.length);
  expect(infos.filter(({ title }) => title.length > 23)).toEqual([]);
  expect(infos.filter(({ convention }) => convention.length === 0)).toEqual([]);
});

test('metrics stand together by group, in the order of the groups', () => {
  const order = infos.map(({ group }) => Object.keys(METRIC_GROUPS).indexOf(group));
  expect(order).not.toContain(-1);
  expect(order).toEqual(order.toSorted((a, b) => a - b));
  expect(new Set(order).size).toBe(Object.keys(METRIC_GROUPS).length);
});

test('the ones that are read first fit a screen', () => {
  expect(infos.filter(({ isKey }) => isKey).length).toBeLessThanOrEqual(24);
});
