import { expect, test } from '@jest/globals';
import { type CandleBatch, WickError } from '@wick/core';
import { regularBatch } from '../../testing/batches.ts';
import { checkBatch } from './check-batch.ts';

const batch = (): CandleBatch => regularBatch(3, 60_000);

const problemOf = (damaged: CandleBatch): unknown => {
  try {
    return checkBatch(damaged);
  } catch (error) {
    return error instanceof WickError && error.code === 'CANDLES_DAMAGED' ? error.message : error;
  }
};

test.each<[string, (batch: CandleBatch) => unknown]>([
  ['the open time of row 1 is NaN', ({ openTimeMs }) => (openTimeMs[1] = NaN)],
  ['the open time of row 1 is Infinity', ({ openTimeMs }) => (openTimeMs[1] = Infinity)],
  ['the open time of row 2 is 0.5', ({ openTimeMs }) => (openTimeMs[2] = 0.5)],
  ['the open time of row 2 does not ascend', ({ openTimeMs }) => (openTimeMs[2] = openTimeMs[1]!)],
  ['the close time of row 0 is infinite', ({ closeTimeMs }) => (closeTimeMs[0] = Infinity)],
  ['open of row 2 is NaN', ({ columns }) => (columns.open[2] = NaN)],
  ['low of row 0 is -Infinity', ({ columns }) => (columns.low[0] = -Infinity)],
  ['volume of row 1 is Infinity', ({ columns }) => (columns.volume[1] = Infinity)],
])('refused, nothing written: %s', (problem, damage) => {
  const damaged = batch();
  damage(damaged);
  expect(problemOf(damaged)).toBe(`Candles of binance:spot:BTCUSDT:1m cannot be stored: ${problem}.`);
});

test('a column of another length is refused', () => {
  const { columns, ...rest } = batch();
  expect(problemOf({ ...rest, columns: { ...columns, trades: new Float64Array(2) } })).toContain('trades has 2 rows, not 3');
});

test.each(['20001.5', 'abc', '1e3', ''])('a decimal "%s" that contradicts its number is refused', (text) => {
  expect(problemOf({ ...batch(), exact: { volume: new Map([[1, text]]) } })).toContain(`but "${text}" as a decimal`);
});

test('unknown values are fine, except prices', () => {
  const unknown = batch();
  for (const name of ['volume', 'quoteVolume', 'trades'] as const) unknown.columns[name].fill(NaN);
  unknown.closeTimeMs.fill(NaN);
  expect(problemOf(unknown)).toMatchObject({ length: 3 });
});

test('decimals that a float64 holds anyway are dropped, the others trimmed', () => {
  const long = batch();
  long.columns.quoteVolume[1] = Number('123456789012.12345678');
  long.columns.trades[0] = 5;
  const exact = { quoteVolume: new Map([[1, '0123456789012.123456780']]), trades: new Map([[0, '5.0']]) };
  expect(checkBatch({ ...long, exact }).exact).toEqual({ quoteVolume: new Map([[1, '123456789012.12345678']]) });
});
