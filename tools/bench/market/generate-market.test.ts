import { expect, test } from '@jest/globals';
import { generateMarket } from './generate-market.ts';

const market = generateMarket(20_000, 'a test');
const { open, high, low, close, volume, entries, exits, sparseEntries } = market;
const bars = [...close.keys()];

test('the same seed gives the same market, another one another', () => {
  expect(generateMarket(1_000, 'a test').close).toEqual(generateMarket(1_000, 'a test').close);
  expect(generateMarket(1_000, 'another').close).not.toEqual(generateMarket(1_000, 'a test').close);
});

test('prices are cents, ranges hold the open and the close, volume is above zero', () => {
  expect(bars.filter((bar) => Math.abs(close[bar]! * 100 - Math.round(close[bar]! * 100)) > 1e-6)).toEqual([]);
  const isInside = (bar: number, price: number): boolean => low[bar]! <= price && price <= high[bar]!;
  expect(bars.filter((bar) => !isInside(bar, open[bar]!) || !isInside(bar, close[bar]!))).toEqual([]);
  expect(bars.filter((bar) => !(volume[bar]! > 0))).toEqual([]);
});

test('no close is equal to the one before it', () => {
  expect(bars.filter((bar) => bar > 0 && close[bar] === close[bar - 1])).toEqual([]);
});

test('entries are where the mean of 50 closes rises above that of 200, exits where it falls below, and the last bar is one', () => {
  const mean = (bar: number, window: number): number =>
    close.subarray(bar + 1 - window, bar + 1).reduce((sum, price) => sum + price, 0) / window;
  const isAbove = (bar: number): boolean => mean(bar, 50) > mean(bar, 200);
  const rises = bars.slice(200, -1).filter((bar) => isAbove(bar) && !isAbove(bar - 1));
  const falls = bars.slice(200, -1).filter((bar) => !isAbove(bar) && isAbove(bar - 1));
  expect(rises.length).toBeGreaterThan(20);
  expect(bars.filter((bar) => entries[bar] === 1)).toEqual(rises);
  expect(bars.filter((bar) => exits[bar] === 1)).toEqual([...falls, bars.length - 1]);
});

test('sparse entries are one bar in 200', () => {
  const count = sparseEntries.reduce((sum, flag) => sum + flag, 0);
  expect(count).toBeGreaterThan(60);
  expect(count).toBeLessThan(140);
});
