import { describe, expect, test } from '@jest/globals';
import { type GivenExecution, textToStrategy, VECTORBT_CONVENTIONS } from '@wick/core';
import { backtest } from '../../backtest.ts';
import { backtestPortfolio } from '../../backtest-portfolio.ts';
import { randomFrame } from '../../random-frame.test-support.ts';

const frame = randomFrame(5, 300);
const CONVENTIONS = { conventions: VECTORBT_CONVENTIONS, fill: 'close' } as const;
const run = (rules: string, execution: GivenExecution): void => {
  const strategy = textToStrategy(`entry: rsi(5) < 30; exit: rsi(5) > 60; ${rules}`);
  const alone = (): unknown => backtest(frame, strategy, { execution });
  const together = (): unknown => backtestPortfolio([{ frame, strategy }], { execution });
  for (const each of [alone, together]) each();
};

describe('what the conventions do not have is refused, and not left out in silence', () => {
  test.each([
    ['', { leverage: 3 }, 'no leverage'],
    ['', { slippageRangeShare: 0.05 }, 'no slippageRangeShare'],
    ['', { volumeImpactBps: 10 }, 'no volumeImpactBps'],
    ['', { minNotional: 5 }, 'no minNotional'],
    ['', { fill: 'next-open' as const }, 'no fill at the next open'],
    ['stop loss: 2 atr(14)', {}, 'no stop or target by ATR'],
    ['take profit: 2 atr(14)', {}, 'no stop or target by ATR'],
    ['trailing stop: 3 atr(14)', {}, 'no stop or target by ATR'],
    ['stop loss: 2%; trailing stop: 3%', {}, 'no stop loss beside a trailing stop'],
    ['entry order: limit 1% for 3 bars', {}, 'no entry order'],
    ['exit after: 10 bars', {}, 'no exit after a number of bars'],
    ['scale in: 3 entries', {}, 'no scale in'],
    ['scale out: 50%', {}, 'no scale out'],
    ['stop loss: 2%; size: 1% risk', {}, 'no size by risk'],
    ['size: 20% volatility(30)', {}, 'no size by volatility'],
  ])('%s %j', (rules, execution, message) => {
    expect(() => run(rules, { ...CONVENTIONS, ...execution })).toThrow(message);
    expect(() => run(rules, execution)).not.toThrow();
  });

  test.each(['', 'stop loss: 2%; take profit: 4%', 'trailing stop: 3%', 'size: 25% of equity', 'size: 100 quote'])('and what they have is run: %s', (rules) => {
    expect(() => run(rules, { ...CONVENTIONS, leverage: 1, minSize: 1e-8, maxSize: 10, stepSize: 1e-6, fixedFee: 1 })).not.toThrow();
  });
});

test('turns are told as they are taken: under conventions as listed, where nobody says otherwise', () => {
  const strategy = textToStrategy('entry: rsi(5) < 30; exit: rsi(5) > 60');
  const told = (execution: GivenExecution): string => backtestPortfolio([{ frame, strategy }], { execution }).assumptions.join();
  expect(told(CONVENTIONS)).toContain('markets have their turn in the order in which they are listed');
  expect(told({})).toContain('all exits go before all entries');
});
