import { expect, test } from '@jest/globals';
import { syntheticFrame, syntheticResult } from '../../test/synthetic-run.ts';
import { monthlyReturns } from './monthly-returns.ts';
import { tradesByReason } from './trades-by-reason.ts';

const at = (...parts: [number, number, number?]): number => Date.UTC(...parts);

test('a month is its last equity against the last of the month before, the first against the initial cash', () => {
  const times = Float64Array.of(at(2023, 10, 5), at(2023, 10, 30), at(2023, 11, 1), at(2024, 1, 1), at(2024, 1, 2));
  const [year2023, year2024] = monthlyReturns(times, Float64Array.of(101, 110, 99, 99, 198), 100);
  expect(year2023).toMatchObject({ year: 2023, total: 99 / 100 - 1 });
  expect(year2023!.months.slice(9)).toEqual([null, 110 / 100 - 1, 99 / 110 - 1]);
  expect(year2024).toMatchObject({ year: 2024, total: 1 });
  expect(year2024!.months.slice(0, 3)).toEqual([null, 1, null]);
});

test('compounded, the months make the total return', () => {
  const frame = syntheticFrame({ candles: 20_000 });
  const { equity, metrics, manifest } = syntheticResult(frame, 100);
  const years = monthlyReturns(frame.openTimeMs, equity, manifest.execution.initialCash);
  const compound = (shares: readonly (number | null)[]): number => shares.reduce<number>((product, share) => product * (1 + (share ?? 0)), 1) - 1;
  expect(compound(years.flatMap(({ months }) => months))).toBeCloseTo(metrics.totalReturn!, 12);
  expect(compound(years.map(({ total }) => total))).toBeCloseTo(metrics.totalReturn!, 12);
});

test('no candles have no months, and lost money has no return to show', () => {
  expect(monthlyReturns(new Float64Array(), new Float64Array(), 100)).toEqual([]);
  const ruined = monthlyReturns(Float64Array.of(at(2024, 0), at(2024, 1)), Float64Array.of(0, 0), 100);
  expect(ruined[0]!.months.slice(0, 2)).toEqual([-1, null]);
});

test('groups of trades add up to all trades, the most frequent first', () => {
  const { trades } = syntheticResult(syntheticFrame({ candles: 5_000 }), 200);
  const groups = tradesByReason(trades);
  const total = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
  expect(total(groups.map((group) => group.trades))).toBe(trades.length);
  expect(total(groups.map((group) => group.wins))).toBe(trades.filter((trade) => trade.pnl > 0).length);
  expect(total(groups.map((group) => group.pnl))).toBeCloseTo(total(trades.map((trade) => trade.pnl)), 6);
  expect(groups.map((group) => group.trades)).toEqual(groups.map((group) => group.trades).toSorted((a, b) => b - a));
  const stopped = trades.filter((trade) => trade.side === 'long' && trade.exitReason === 'stop-loss');
  const group = groups.find(({ side, exitReason }) => side === 'long' && exitReason === 'stop-loss')!;
  expect(group.meanReturn).toBeCloseTo(total(stopped.map((trade) => trade.returnRate)) / stopped.length, 12);
  expect(tradesByReason([])).toEqual([]);
});
