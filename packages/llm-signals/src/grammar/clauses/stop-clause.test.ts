import { describe, expect, test } from '@jest/globals';
import { strategyToText, textToStrategy } from '@wick/core';
import { compileSentence } from '../compile-sentence.ts';

describe('stops and targets', () => {
  test.each([
    ['buy when RSI < 30, stop 2% below entry, target 4% above entry', 'entry: rsi < 30; stop loss: 2%; take profit: 4%'],
    ['short when RSI > 70, stop 2% above entry, target 4% below entry', 'short entry: rsi > 70; stop loss: 2%; take profit: 4%'],
    ['buy when RSI < 30, trailing stop 2% from high', 'entry: rsi < 30; trailing stop: 2%'],
    ['buy when RSI < 30, sell at 10% profit or 5% loss', 'entry: rsi < 30; take profit: 10%; stop loss: 5%'],
    ['buy when RSI < 30, sell when RSI > 70 or 10% profit', 'entry: rsi < 30; exit: rsi > 70; take profit: 10%'],
    ['buy when RSI < 30, target twice the stop, stop 2 ATR', 'entry: rsi < 30; stop loss: 2 atr; take profit: 4 atr'],
    ['buy when RSI < 30, reward to risk 2:1, stop 1%', 'entry: rsi < 30; stop loss: 1%; take profit: 2%'],
  ])('%s', (sentence, text) => {
    expect(strategyToText(compileSentence(sentence).strategy)).toBe(strategyToText(textToStrategy(text)));
  });

  test.each([
    ['buy when RSI < 30, stop 2% above entry', 'it would be reached at once'],
    ['buy when RSI < 30, target 4% below entry', 'it would be reached at once'],
    ['short when RSI > 70, stop 2% below entry', 'it would be reached at once'],
    ['buy when RSI < 30, stop loss 2% from high', 'from high'],
    ['buy when RSI < 30, trailing stop 2% from entry', 'from entry'],
    ['buy when RSI < 30, stop 2 ATR below the low', 'below the low'],
    ['buy when RSI < 30, exit at 10% profit and RSI > 70', 'and RSI > 70'],
    ['buy when RSI < 30, reward to risk 1:2, stop 1%', 'reward to risk 1'],
  ])('%s is refused: %s', (sentence, words) => {
    expect(() => compileSentence(sentence)).toThrow(words);
  });
});
