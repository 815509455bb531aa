import { describe, expect, test } from '@jest/globals';
import type { Trade } from '@wick/core';
import { tradeMetrics } from './trade-metrics.ts';

const trade = (pnl: number, bars: number, more: Partial<Trade> = {}): Trade => ({
  position: 0, side: 'long', status: 'closed', entryBar: 10, entryTimeMs: 600_000, entryPrice: 1, exitBar: 10 + bars, exitTimeMs: 600_000 + bars * 60_000,
  exitPrice: 1, exitReason: 'exit', size: 1, entryFee: 0, exitFee: 0, pnl, returnRate: pnl / 100, mae: 0, mfe: 0, initialRisk: null,
  ambiguous: false, ...more,
});

test('by hand: wins of 30 and 10, a loss of 20, one that came to nothing', () => {
  const short = { side: 'short' } as const;
  expect(tradeMetrics([trade(30, 1, { mae: -0.02, mfe: 0.4 }), trade(-20, 2, short), trade(0, 3, short), trade(10, 0, { mae: -0.06 })])).toEqual({
    trades: 4, longTrades: 2, shortTrades: 2, openTrades: 0, winRate: 0.5, profitFactor: 2, payoffRatio: 1,
    expectancy: 5, expectancyR: null,
    // deviations from 5: 25, −25, −5, 5; squares 1300; √(1300 / 3); √4 × 5 over it
    systemQualityNumber: expect.closeTo(10 / Math.sqrt(1300 / 3), 12),
    kelly: 0, bestTrade: 0.3, worstTrade: -0.2, longestWinStreak: 1, longestLossStreak: 1,
    averageMae: -0.02, averageMfe: 0.1, averageDurationMs: 90_000,
  });
});

// Kelly's own case: a coin that wins with 60% at even odds takes 20% (Kelly 1956, p − q).
test('Kelly of a coin of 60% at even odds is 20%, of a fair one that pays double 25%', () => {
  const coin = [1, 1, 1, 0, 0].map((wins) => trade(wins ? 10 : -10, 1));
  expect(tradeMetrics(coin)).toMatchObject({ kelly: expect.closeTo(0.2, 12), winRate: 0.6, payoffRatio: 1, expectancy: 2 });
  // A fair coin that pays two for one: (2 × ½ − ½) / 2.
  expect(tradeMetrics([trade(20, 1), trade(-10, 1)])).toMatchObject({ kelly: 0.25, payoffRatio: 2 });
});

test('R: a profit of 30 for a risk of 10 and a loss of the risk make an expectancy of one R', () => {
  const trades = [trade(30, 1, { initialRisk: 10 }), trade(-20, 1, { initialRisk: 20 })];
  expect(tradeMetrics(trades).expectancyR).toBe(1);
  expect(tradeMetrics([...trades, trade(5, 1)]).expectancyR).toBeNull();
});

test('streaks are of one kind: a trade that came to nothing ends both', () => {
  const run = (...profits: number[]) => tradeMetrics(profits.map((pnl) => trade(pnl, 1)));
  expect(run(1, 1, 1, -1, -1, 0, -1, 1)).toMatchObject({ longestWinStreak: 3, longestLossStreak: 2 });
  expect(run(-1, -1, 0, 1, 0, 1, 1)).toMatchObject({ longestWinStreak: 2, longestLossStreak: 2 });
});

test('an open trade is counted and nothing else', () => {
  const closed = trade(-20, 2);
  const open = trade(1000, 100, { status: 'open', side: 'short', mfe: 9 });
  expect(tradeMetrics([closed, open])).toEqual({ ...tradeMetrics([closed]), openTrades: 1 });
});

describe('null where it is not defined', () => {
  test('without a trade', () => {
    const { trades, longTrades, shortTrades, openTrades, longestWinStreak, longestLossStreak, ...rest } = tradeMetrics([]);
    expect([trades, longTrades, shortTrades, openTrades, longestWinStreak, longestLossStreak]).toEqual([0, 0, 0, 0, 0, 0]);
    expect(new Set(Object.values(rest))).toEqual(new Set([null]));
  });

  test('without a loss, without a win, with one trade, with equal profits', () => {
    const undefinedRatios = { payoffRatio: null, kelly: null, systemQualityNumber: null };
    expect(tradeMetrics([trade(5, 1)])).toMatchObject({ winRate: 1, profitFactor: null, ...undefinedRatios });
    expect(tradeMetrics([trade(-5, 1)])).toMatchObject({ winRate: 0, profitFactor: 0, ...undefinedRatios });
    expect(tradeMetrics([trade(5, 1), trade(5, 1)]).systemQualityNumber).toBeNull();
  });

  test('excursions that were not recorded', () => {
    expect(tradeMetrics([trade(5, 1, { mae: null, mfe: null })])).toMatchObject({ averageMae: null, averageMfe: null, bestTrade: 0.05 });
  });
});
