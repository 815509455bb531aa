import { expect, test } from '@jest/globals';
import type { Trade } from '@wick/core';
import { activityMetrics } from './activity-metrics.ts';
import { tradeMetrics } from './trade-metrics.ts';

const trade = (pnl: number, bars: number, status: Trade['status'] = 'closed'): Trade => ({
  side: 'long', status, entryBar: 10, entryTimeMs: 600_000, entryPrice: 1, exitBar: 10 + bars, exitTimeMs: 600_000 + bars * 60_000,
  exitPrice: 1, exitReason: 'exit', size: 1, entryFee: 0, exitFee: 0, pnl, returnRate: pnl, ambiguous: false,
});

test('by hand: wins of 30 and 10, a loss of 20, one that came to nothing', () => {
  expect(tradeMetrics([trade(30, 1), trade(-20, 2), trade(0, 3), trade(10, 0)])).toEqual({
    winRate: 0.5, profitFactor: 2, trades: 4, openTrades: 0, averageDurationMs: 90_000,
  });
});

test('an open trade is counted and nothing else', () => {
  expect(tradeMetrics([trade(-20, 2), trade(1000, 100, 'open')])).toEqual({
    winRate: 0, profitFactor: 0, trades: 1, openTrades: 1, averageDurationMs: 120_000,
  });
});

test('null where it is not defined: no trade, no loss', () => {
  expect(tradeMetrics([])).toEqual({ winRate: null, profitFactor: null, trades: 0, openTrades: 0, averageDurationMs: null });
  expect(tradeMetrics([trade(5, 1)])).toMatchObject({ winRate: 1, profitFactor: null });
});

test('fees and slippage are those of every fill; exposure is a share of the bars', () => {
  const fill = { bar: 0, openTimeMs: 0, action: 'buy', reason: 'entry', size: 1, price: 1, fee: 0.5, slippage: 0.25 } as const;
  expect(activityMetrics([fill, fill, fill], 3, 12)).toEqual({ exposure: 0.25, feesPaid: 1.5, slippagePaid: 0.75 });
  expect(activityMetrics([], 0, 0)).toEqual({ exposure: null, feesPaid: 0, slippagePaid: 0 });
});
