import { expect, test } from '@jest/globals';
import { textToStrategy, WickError } from '@wick/core';
import { backtest } from '../backtest.ts';
import { backtestPortfolio } from '../backtest-portfolio.ts';
import { createBacktest } from '../backtest-run.ts';
import { randomFrame } from '../random-frame.test-support.ts';

const frame = randomFrame(3, 200);

const RUNS = [
  ['backtest', (text: string) => backtest(frame, textToStrategy(text))],
  ['backtestPortfolio', (text: string) => backtestPortfolio([{ frame, strategy: textToStrategy('entry: close > 0') }, { frame, strategy: textToStrategy(text) }])],
  ['createBacktest', (text: string) => createBacktest(textToStrategy(text), { interval: frame.series.interval })],
] as const;

const NEVER = [
  ['entry: close < close', 'close < close is false on every bar.'],
  ['entry: 1 > 2', '1 > 2 is false on every bar.'],
  ['entry: rsi(14) < 30 and (volume > 0 and 2 < 1)', '2 < 1 is false on every bar.'],
  ['entry: not (close <= close + 0 or 1 < 2)', 'is false on every bar.'],
  ['entry: sma(close, 20) > sma(close, 20) or 3 == 4', 'or 3 == 4 is false on every bar.'],
  ['entry: 1 > 2\nshort entry: high != high', '1 > 2 is false on every bar, and high != high is false on every bar.'],
  ['short entry: close crosses above close', 'is false on every bar.'],
] as const;

test.each(RUNS.flatMap(([name, run]) => NEVER.map(([text, reason]) => [name, text, reason, run] as const)))('%s refuses what can never trade: %s', (_name, text, reason, run) => {
  const attempt = (): unknown => run(text);
  expect(attempt).toThrow(WickError);
  expect(attempt).toThrow(/^The entry rule can never be true: /);
  expect(attempt).toThrow(reason);
  expect(attempt).toThrow(expect.objectContaining({ code: 'STRATEGY_INVALID' }));
});

test.each([
  'entry: 1 < 2',
  'entry: rsi(14) > 100',
  'entry: close < close or close > open',
  'entry: close > open\nshort entry: 1 > 2',
  'entry: 1 > 2\nshort entry: close < open',
  'entry: close > open\nexit: 1 > 2',
])('what may trade, or fails to only on candles, is run: %s', (text) => {
  for (const [, run] of RUNS) expect(() => run(text)).not.toThrow();
});
