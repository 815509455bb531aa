import { describe, expect, test } from '@jest/globals';
import { costMetrics } from './cost-metrics.ts';

const fill = { bar: 0, openTimeMs: 0, action: 'buy', reason: 'entry', size: 2, price: 500, fee: 1, slippage: 0.5 } as const;
const totals = { bars: 12, barsInPosition: 3, netProfit: 14, meanEquity: 2000, years: 0.5 };

test('by hand: four fills of 1000, of which each cost 1 and slipped 0.5, and 14 left of a gross profit of 20', () => {
  expect(costMetrics([fill, fill, fill, fill], totals)).toEqual({
    exposure: 0.25, turnover: 4, feesPaid: 4, slippagePaid: 2, fundingPaid: null, feeShare: 0.2, slippageShare: 0.1, fundingShare: null, breakEvenCostBps: 50,
  });
});

test('funding is a cost like the others: 5 more of a gross profit of 25; what was received makes it smaller', () => {
  const paid = { fundingPaid: 5, feeShare: 0.16, slippageShare: 0.08, fundingShare: 0.2, breakEvenCostBps: 62.5 };
  expect(costMetrics([fill, fill, fill, fill], { ...totals, fundingPaid: 5 })).toMatchObject(paid);
  expect(costMetrics([fill, fill, fill, fill], { ...totals, fundingPaid: -4 })).toMatchObject({ fundingPaid: -4, feeShare: 0.25, fundingShare: -0.25 });
});

test('at the break-even cost nothing is left: the gross profit is that share of all that was traded', () => {
  const { breakEvenCostBps } = costMetrics([fill, fill, fill, fill], totals);
  expect((4 * 1000 * breakEvenCostBps!) / 10_000).toBe(20);
});

describe('null where it is not defined', () => {
  test('shares of a gross profit that is none', () => {
    expect(costMetrics([fill], { ...totals, netProfit: -10 })).toMatchObject({ feeShare: null, slippageShare: null, breakEvenCostBps: -85 });
  });

  test('without fills, without bars, without equity', () => {
    expect(costMetrics([], { ...totals, bars: 0, barsInPosition: 0, meanEquity: Number.NaN, years: 0, netProfit: 0 })).toEqual({
      exposure: null, turnover: null, feesPaid: 0, slippagePaid: 0, fundingPaid: null, feeShare: null, slippageShare: null, fundingShare: null, breakEvenCostBps: null,
    });
    expect(costMetrics([fill], { ...totals, meanEquity: -1 }).turnover).toBeNull();
  });
});
