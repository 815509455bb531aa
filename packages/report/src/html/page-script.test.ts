import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { barAt, levelToSeries, unpackLevel } from '../../assets/browser/levels.js';
import { placeTrades, visibleMarkers } from '../../assets/browser/markers.js';
import { unpackTrades } from '../../assets/browser/page-data.js';
import { sortedTrades, tradeColumns } from '../../assets/browser/trades-table.js';
import { syntheticFrame, syntheticResult } from '../../test/synthetic-run.ts';
import { resultToPageData } from './page-data.ts';

const frame = syntheticFrame({ candles: 9_000, missing: (index) => index >= 600 && index < 700 });
const result = syntheticResult(frame, 300);
const data = resultToPageData(result, frame);
const trades = unpackTrades(data.trades);

describe('what the page unpacks', () => {
  test('is every trade as it was', () => {
    expect(trades.count).toBe(result.trades.length);
    result.trades.forEach((trade, row) => {
      expect([trades.entryTime[row], trades.exitPrice[row], trades.pnl[row]]).toEqual([trade.entryTimeMs, trade.exitPrice, trade.pnl]);
      expect(trades.fees[row]).toBe(trade.entryFee + trade.exitFee);
      expect(trades.side[row]).toBe(trade.side === 'long' ? 0 : 1);
      expect(Boolean(trades.ambiguous[row])).toBe(trade.ambiguous);
    });
  });

  test('is a coarse and a fine level, the fine one candle by candle where that is short enough', () => {
    expect(data.levels.map(({ label, aggregated }) => [label, aggregated])).toEqual([['3h', true], ['1h', false]]);
    const fine = unpackLevel(data.levels[1]!);
    expect([...fine.close].filter((value) => !Number.isNaN(value))).toEqual([...frame.columns.close]);
  });

  test('is drawn as whitespace where candles are missing', () => {
    const fine = levelToSeries(unpackLevel(data.levels[1]!));
    const empty = fine.price.filter((bar: object) => !('close' in bar));
    expect(empty).toHaveLength(100);
    expect(fine.equity).toHaveLength(frame.length);
  });

  test('keeps the deepest drawdown on each level', () => {
    for (const packed of data.levels) {
      const deepest = levelToSeries(unpackLevel(packed)).deepest.map(({ value }: { value: number }) => value);
      expect(Math.min(...deepest)).toBeCloseTo(result.metrics.maxDrawdown!, 6);
    }
  });
});

test('a time belongs to the last bar that opens at or before it', () => {
  const times = fc.uniqueArray(fc.integer({ min: 0, max: 1_000 }), { minLength: 1 }).map((values) => Float64Array.from(values).toSorted());
  fc.assert(
    fc.property(times, fc.integer({ min: -10, max: 1_010 }), (time, timeMs) => {
      expect(barAt(time, timeMs)).toBe(Math.max(0, time.findLastIndex((open) => open <= timeMs)));
    }),
  );
});

describe('markers', () => {
  const { time } = unpackLevel(data.levels[0]!);
  const placed = placeTrades(trades, time);

  test('of dense trades are few and stand for each of them once', () => {
    const markers = visibleMarkers(trades, placed, 0, time.length, 1_000);
    expect(markers.length).toBeLessThanOrEqual(40);
    expect(markers.every(({ kind }) => kind === 'group')).toBe(true);
    expect(markers.reduce((sum, { count }) => sum + count, 0)).toBe(trades.count);
  });

  test('of few trades are an entry and an exit each, at their bars', () => {
    const markers = visibleMarkers(trades, placed, 0, 30, 1_000);
    const within = result.trades.filter((trade) => trade.entryTimeMs < time[31]!);
    expect(markers.filter(({ kind }) => kind === 'exit')).toHaveLength(within.length);
    expect(markers.filter(({ kind }) => kind !== 'exit').map(({ bar }) => bar)).toEqual(within.map((trade) => barAt(time, trade.entryTimeMs)));
  });

  test('of a position that was left in parts are one entry and an exit for each part', () => {
    const parts = [{ exitBar: 4, pnl: 5 }, { exitBar: 9, pnl: -2 }, { exitBar: 9, pnl: 1 }].map((part) => ({
      ...result.trades[0]!, ...part, side: 'long' as const, entryTimeMs: time[2]!, exitTimeMs: time[part.exitBar]!,
    }));
    const packed = unpackTrades(resultToPageData({ ...result, trades: parts }, frame).trades);
    const markers = visibleMarkers(packed, placeTrades(packed, time), 0, 30, 1_000);
    expect(markers.map(({ bar, kind, good, count }) => [bar, kind, good, count])).toEqual([
      [2, 'long', true, 3],
      [4, 'exit', true, 1],
      [9, 'exit', false, 2],
    ]);
  });

  test('of a group do not move when the view does', () => {
    const bars = (from: number): number[] => visibleMarkers(trades, placed, from, from + 1_000, 300).slice(1, -1).map(({ bar }) => bar);
    const [here, there] = [bars(500), bars(530)];
    expect(here.filter((bar) => bar > 700 && bar < 1_300)).toEqual(there.filter((bar) => bar > 700 && bar < 1_300));
  });
});

describe('the trades table', () => {
  const columns = tradeColumns(trades);

  test.each(columns.map((column, index) => [`${index} ${column.title}`, column] as const))('sorts by column %s, both ways', (_, column) => {
    const keys = [...sortedTrades(trades.count, column, false)].map((trade) => column.key(trade));
    expect(keys).toEqual(keys.toSorted((a, b) => a - b));
    const down = [...sortedTrades(trades.count, column, true)].map((trade) => column.key(trade));
    expect(down).toEqual(keys.toReversed());
  });

  test('shows a trade’s return as the engine gave it', () => {
    const column = columns.find(({ title }) => title === 'Return')!;
    result.trades.forEach((trade, row) => expect(column.key(row)).toBeCloseTo(trade.returnRate, 12));
  });
});
