import { describe, expect, test } from '@jest/globals';
import { createFrame, type Frame, type Metrics, MINUTE_MS, type PortfolioResult, textToStrategy } from '@wick/core';
import { backtest } from './backtest.ts';
import { backtestPortfolio, type Market } from './backtest-portfolio.ts';
import { randomFrame } from './random-frame.test-support.ts';

const FREE = { initialCash: 1000, takerFeeRate: 0, makerFeeRate: 0, slippageBps: 0 };

/** One price a bar, from a minute on. */
function frameOf(symbol: string, prices: readonly number[], firstMinute = 0): Frame {
  const close = Float64Array.from(prices);
  const openTimeMs = close.map((_, bar) => (firstMinute + bar) * MINUTE_MS);
  return createFrame({ exchange: 'simulated', market: 'spot', symbol, interval: '1m' }, openTimeMs, { open: close, high: close, low: close, close, volume: close });
}

const weights = (...values: readonly (number | null)[]): Float64Array => Float64Array.from(values, (value) => value ?? Number.NaN);
const fillsOf = ({ markets }: PortfolioResult): string[] =>
  markets.flatMap(({ manifest, fills, sequence }) =>
    fills.map(({ bar, action, size, price, reason }, row) => ({ place: sequence[row]!, text: `${bar}: ${action} ${size} ${manifest.series.symbol} @ ${price} ${reason}` })))
    .sort((a, b) => a.place - b.place)
    .map(({ text }) => text);

describe('target weights', () => {
  test('are bought at the next open, and kept until they are named again', () => {
    const result = backtestPortfolio([
      { frame: frameOf('A', [100, 100, 200, 200, 200]), targetWeights: weights(0.5, null, 0.5, null, null) },
      { frame: frameOf('B', [10, 10, 10, 10, 10]), targetWeights: weights(0.5, null, 0.5, null, null) },
    ], { execution: FREE });
    // 500 each; A doubles to 1000 of 1500, so a quarter of it is sold, and its 250 buy 25 B.
    expect(fillsOf(result)).toEqual(['1: buy 5 A @ 100 rebalance', '1: buy 50 B @ 10 rebalance', '3: sell 1.25 A @ 200 rebalance', '3: buy 25 B @ 10 rebalance']);
    expect([...result.equity]).toEqual([1000, 1000, 1500, 1500, 1500]);
    expect(result.cash).toBe(0);
  });

  test('sell before they buy, whatever the order of the markets', () => {
    const result = backtestPortfolio([
      { frame: frameOf('A', [100, 100, 100, 100]), targetWeights: weights(0, 1, null, null) },
      { frame: frameOf('B', [10, 10, 10, 10]), targetWeights: weights(1, 0, null, null) },
    ], { execution: FREE });
    expect(fillsOf(result)).toEqual(['1: buy 100 B @ 10 rebalance', '2: sell 100 B @ 10 rebalance', '2: buy 10 A @ 100 rebalance']);
  });

  test('below zero are short, and a change of sign is one order', () => {
    const result = backtestPortfolio([{ frame: frameOf('A', [100, 100, 100, 100]), targetWeights: weights(1, -0.5, null, null) }], { execution: FREE });
    expect(fillsOf(result)).toEqual(['1: buy 10 A @ 100 rebalance', '2: sell 15 A @ 100 reverse']);
    expect(result.markets[0]!.trades.map(({ side, size, status }) => [side, size, status])).toEqual([['long', 10, 'closed'], ['short', 5, 'open']]);
  });

  test('stay within their share with the fee', () => {
    const { cash, refusals } = backtestPortfolio([{ frame: frameOf('A', [100, 100]), targetWeights: weights(1, null) }], { execution: { ...FREE, takerFeeRate: 0.01 } });
    expect(cash).toBeCloseTo(0, 9);
    expect(cash).toBeGreaterThanOrEqual(0);
    expect(refusals.reduced).toBe(0);
  });
});

describe('markets that come and go', () => {
  const orders = (...values: readonly (number | null)[]): Float64Array => weights(...values);

  test('a market without a candle has no fill there, and is valued at its last close', () => {
    const gap = frameOf('A', [100, 100, 120]);
    const times = Float64Array.of(0, MINUTE_MS, 4 * MINUTE_MS);
    const frame = createFrame(gap.series, times, gap.columns);
    const result = backtestPortfolio([
      { frame, orders: orders(1, 1, null) },
      { frame: frameOf('B', [10, 10, 10, 10, 10]), orders: orders(null, null, null, null, null) },
    ], { execution: FREE });
    // The second order waits from minute 1 to the next candle of A, at minute 4.
    expect(fillsOf(result)).toEqual(['1: buy 1 A @ 100 order', '4: buy 1 A @ 120 order']);
    expect([...result.equity]).toEqual([1000, 1000, 1000, 1000, 1020]);
  });

  test('a listing in the middle joins then', () => {
    const result = backtestPortfolio([
      { frame: frameOf('OLD', [10, 10, 10, 10]), orders: orders(10, null, null, null) },
      { frame: frameOf('NEW', [5, 6], 2), orders: orders(20, null) },
    ], { execution: FREE });
    expect(fillsOf(result)).toEqual(['1: buy 10 OLD @ 10 order', '3: buy 20 NEW @ 6 order']);
    // Equal parts: OLD does not move, NEW rises from 5 to 6 on the last bar.
    expect(result.metrics.benchmarkReturn).toBeCloseTo(0.1, 12);
  });

  test('a delisted market keeps its last value, and says so; or it is closed at its last close', () => {
    const market: Market = { frame: frameOf('GONE', [10, 10, 8]), orders: orders(10, null, null) };
    const other: Market = { frame: frameOf('B', [1, 1, 1, 1, 1]), orders: orders(null, null, null, null, null) };
    const held = backtestPortfolio([market, other], { execution: FREE });
    expect(held.markets[0]).toMatchObject({ position: 10, endsInPosition: true });
    expect([...held.equity]).toEqual([1000, 1000, 980, 980, 980]);
    const closed = backtestPortfolio([{ ...market, closesAtEnd: true }, other], { execution: FREE });
    expect(fillsOf(closed)).toEqual(['1: buy 10 GONE @ 10 order', '2: sell 10 GONE @ 8 exit']);
    expect(closed.markets[0]).toMatchObject({ position: 0, endsInPosition: false });
    expect(closed.cash).toBe(980);
  });
});

describe('one cash', () => {
  const strategy = textToStrategy('entry: close > 0; size: 700 quote');

  test('who comes later gets what is left, and that is counted', () => {
    const result = backtestPortfolio([{ frame: frameOf('A', [10, 10, 10]), strategy }, { frame: frameOf('B', [10, 10, 10]), strategy }], { execution: FREE });
    expect(fillsOf(result)).toEqual(['1: buy 70 A @ 10 entry', '1: buy 30 B @ 10 entry']);
    expect(result.markets.map(({ refusals }) => refusals.reduced)).toEqual([0, 1]);
    expect(result.refusals.reduced).toBe(1);
  });

  test('the other way round, if it is asked for', () => {
    const result = backtestPortfolio([{ frame: frameOf('A', [10, 10, 10]), strategy }, { frame: frameOf('B', [10, 10, 10]), strategy }], { execution: { ...FREE, sequence: 'reversed' } });
    expect(fillsOf(result)).toEqual(['1: buy 70 B @ 10 entry', '1: buy 30 A @ 10 entry']);
  });
});

test('a portfolio of one market is the backtest of that market, to the bit', () => {
  const frame = randomFrame(11, 1200);
  const strategy = textToStrategy('entry: close crosses above sma(20); exit: close crosses below sma(20); stop loss: 2 atr(14); size: 2% risk');
  const single = backtest(frame, strategy);
  const portfolio = backtestPortfolio([{ frame, strategy }]);
  expect(single.trades.length).toBeGreaterThan(10);
  expect(portfolio.markets[0]!.trades).toEqual(single.trades);
  expect(portfolio.equity).toEqual(single.equity);
  // The benchmark is summed from its parts, so its last digits differ.
  const rounded = (metrics: Metrics): unknown =>
    Object.fromEntries(Object.entries(metrics as unknown as Record<string, number | null>).map(([name, value]) => [name, value === null ? null : Number(value.toPrecision(9))]));
  expect(rounded(portfolio.metrics)).toEqual(rounded(single.metrics));
});

describe('what makes no portfolio', () => {
  const frame = frameOf('A', [1, 2, 3]);
  test.each([
    ['no market', [], 'A portfolio needs at least one market.'],
    ['two ways to trade one', [{ frame, orders: weights(1, null, null), targetWeights: weights(1, null, null) }], 'A has 2 ways in which it is traded.'],
    ['a column of another length', [{ frame, orders: weights(1) }], 'A has 3 candles and 1 rows of orders.'],
    ['two intervals', [{ frame, orders: weights(1, 1, 1) }, { frame: { ...frame, series: { ...frame.series, interval: '1h' } } as Frame, orders: weights(1, 1, 1) }], 'need one interval'],
  ] as const)('%s', (_name, markets, message) => {
    expect(() => backtestPortfolio(markets as readonly Market[])).toThrow(message);
  });
});
