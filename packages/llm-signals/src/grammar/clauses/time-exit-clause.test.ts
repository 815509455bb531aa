import { describe, expect, test } from '@jest/globals';
import { strategyToText, textToStrategy } from '@wick/core';
import { compileSentence } from '../compile-sentence.ts';
import type { Fragment } from '../refusal/not-understood.ts';

const rulesOf = (text: string): string => strategyToText(textToStrategy(`entry: rsi(14) < 30; ${text}`));
const compiled = (sentence: string): string => strategyToText(compileSentence(sentence).strategy);

describe('an exit after so many bars', () => {
  test.each([
    ['exit after 10 bars', 10], ['close the position after 10 candles', 10], ['exit the trade after 3 periods', 3], ['sell after 3 bars', 3],
    ['get out after ten bars', 10], ['exit after 1 bar', 1], ['close everything after at most 4 bars', 4], ['sell 5 bars later', 5],
    ['exit 10 bars after entry', 10], ['exit on the next bar', 1], ['hold for 5 bars', 5], ['hold the position for 5 bars', 5], ['hold each trade for up to 8 candles', 8],
    ['holding it for no more than 8 bars', 8], ['stay in the trade for 6 bars', 6], ['keep it for 7 bars', 7], ['max holding period of 20 bars', 20],
    ['maximum holding time: 20 bars', 20], ['time stop of 10 bars', 10], ['time-based exit after 24 bars', 24], ['10-bar time stop', 10], ['max bars in trade: 20', 20],
    ['exit after 525600 bars', 525_600],
  ])('%s', (clause, bars) => {
    expect(compiled(`buy when RSI is below 30, ${clause}`)).toBe(rulesOf(`exit after: ${bars} bars`));
    expect(compiled(`${clause}. Buy when RSI is below 30.`)).toBe(rulesOf(`exit after: ${bars} bars`));
  });

  test('is an exit: no other is filled in, and a target beside it leaves nothing open', () => {
    const { strategyText, assumptions } = compileSentence('buy when RSI is below 30, 4% target, hold for 10 bars, use half of the equity');
    expect(strategyText).toBe(rulesOf('take profit: 4%; exit after: 10 bars; size: 50% of equity'));
    expect(assumptions).toEqual(['RSI: period 14, as the sentence gives none.']);
  });

  test('is for both sides', () => {
    expect(compiled('buy when RSI is below 30, short when RSI is above 70, exit after 10 bars')).toBe(rulesOf('short entry: rsi(14) > 70; exit after: 10 bars'));
  });

  test('closes all, so that exits of a part still need a rule', () => {
    expect(compiled('RSI below 30, exit after 10 bars, take half off at each exit')).toBe(rulesOf('exit: rsi(14) > 70; exit after: 10 bars; scale out: 50%'));
  });

  test.each(['exit after 10 days', 'hold for 10 days', 'sell 10 days later'])('counts a day as a bar, and says so: %s', (clause) => {
    const { strategyText, assumptions } = compileSentence(`buy when RSI is below 30, ${clause}`);
    expect(strategyText).toBe(rulesOf('exit after: 10 bars'));
    expect(assumptions).toContain('Periods count bars: a "day" is one bar, which is a day only on daily candles.');
  });

  test('says of the next day that it is the next bar', () => {
    expect(compileSentence('buy when RSI is below 30, sell the next day').assumptions).toContain('The "next day" is the next bar, which is a day only on daily candles.');
  });

  test.each([
    'exit after 10 bars or when RSI is above 70', 'exit after 10 bars or exit when RSI is above 70', 'exit after 10 bars or if RSI is above 70, whichever comes first',
    'exit when RSI is above 70 or after 10 bars', 'exit when RSI is above 70, or after 10 bars', 'exit when RSI is above 70 or exit after 10 bars',
    'exit when RSI is above 70 or after 10 bars, whichever comes first', 'sell when RSI is above 70 or after 10 bars', 'hold for 10 bars or until RSI is above 70',
  ])('stands beside an exit rule: %s', (clause) => {
    expect(compiled(`buy when RSI is below 30, ${clause}`)).toBe(rulesOf('exit: rsi(14) > 70; exit after: 10 bars'));
  });

  test.each(['exit at 4% profit or after 10 bars', 'take profit 4%, or exit after 10 bars', 'exit after 10 bars with a 4% target'])('stands beside stops: %s', (clause) => {
    expect(compiled(`buy when RSI is below 30, ${clause}`)).toBe(rulesOf('take profit: 4%; exit after: 10 bars'));
  });

  test.each([
    ['exit after 10 bars if RSI is above 50', '10 bars'],
    ['exit after 10 bars and RSI is above 50', '10 bars'],
    ['exit when RSI is above 70 and after 10 bars', 'after 10 bars'],
    ['exit after 3 bars below the 20 EMA', '3 bars below the 20 EMA'],
    ['exit after 10 bars in profit', '10 bars in profit'],
    ['exit after 10 bars, exit after 20 bars', '20 bars'],
    ['exit after 1.5 bars', '1.5 bars'],
    ['exit after 10 hours', '10 hours'],
    ['exit long after 10 bars', '10 bars'],
    ['hold for at least 10 bars', 'hold for at least 10 bars'],
    ['2% stop, buy when RSI is below 20 or after 10 bars', 'or after 10 bars'],
    ['whichever comes first', 'whichever comes first'],
  ])('is not guessed at: %s', (clause, fragment) => {
    const compile = (): unknown => compileSentence(`buy when RSI is below 30, ${clause}`);
    expect(compile).toThrow(expect.objectContaining({ code: 'SENTENCE_NOT_UNDERSTOOD' }));
    expect(fragmentsOf(compile)).toContain(fragment);
  });

  test('of no bars is out of range', () => {
    expect(() => compileSentence('RSI below 30, exit after 0 bars')).toThrow('not valid at exitAfter.bars:');
  });
});

function fragmentsOf(compile: () => unknown): string[] {
  try {
    compile();
  } catch (error) {
    return ((error as { details: Record<string, unknown> }).details['fragments'] as Fragment[]).map(({ text }) => text);
  }
  return [];
}
