import { describe, expect, test } from '@jest/globals';
import { WickError } from '@wick/core';
import fc from 'fast-check';
import { compileSentence } from './compile-sentence.ts';
import { EXAMPLES } from './refusal/vocabulary.ts';

const SEED = 'RSI oversold (<30) with volume spike (>1.5x 20-period MA)';

describe('a compilation', () => {
  test('says which words mean what, and where they stand', () => {
    const { understood } = compileSentence(SEED);
    expect(understood).toEqual([
      { text: 'RSI oversold (<30)', meaning: 'rsi(14) < 30', offset: 0 },
      { text: 'volume spike (>1.5x 20-period MA)', meaning: 'volume > 1.5 * sma(volume, 20)', offset: 24 },
    ]);
    for (const { text, offset } of understood) expect(SEED.slice(offset, offset + text.length)).toBe(text);
  });

  test('lists everything that was filled in', () => {
    expect(compileSentence('MACD crossover with RSI confirmation').assumptions).toEqual([
      'MACD: fast 12, slow 26, signal 9, as the sentence gives none.',
      'A crossover means crossing above where the rule is bullish.',
      'Confirmation by RSI means rsi(14) > 50.',
      'The sentence does not say which way: it opens long positions.',
      'The sentence names no exit: it exits on the opposite cross, that is when macd(12, 26, 9) crosses below macd(12, 26, 9).signal.',
      'The sentence names no size: each trade takes 100% of the equity.',
    ]);
  });

  test('of a sentence that says everything has no assumptions', () => {
    const { assumptions } = compileSentence('Buy when RSI(14) is below 30, sell when RSI(14) is above 70, use 50% of the equity');
    expect(assumptions).toEqual([]);
  });

  test('says that a day is a bar', () => {
    expect(compileSentence('close above the 20-day SMA').assumptions).toContain(
      'Periods count bars: a "day" is one bar, which is a day only on daily candles.',
    );
    expect(compileSentence('close above the 20-bar SMA').assumptions.join()).not.toContain('day');
  });

  test.each([
    ['RSI below 30, 3 ATR stop', 'ATR: period 14, as the sentence gives none.'],
    ['RSI below 30, target 15% volatility', 'The volatility is that of the last 30 bars, as the sentence gives no number.'],
    ['RSI below 30, limit order 1% below', 'The order is good for 1 bar, as the sentence does not say for how long.'],
    ['RSI below 30, scale in', 'A position takes up to 2 entries, as the sentence gives no number.'],
    ['RSI below 30, add up to 3 times', 'Adding up to 3 times means 4 entries in all: the first one and 3 more.'],
    ['RSI below 30, scale out', 'Each exit closes 50% of the position, as the sentence gives no share.'],
    ['RSI below 30, risk 50% of equity', 'Without a stop all that is bought is at risk: to risk 50% of the equity is to buy for 50% of it.'],
    ['buy when RSI < 30, short when RSI > 70, limit order 1% below', 'The order of a long lies below the close, that of a short as far on its other side.'],
  ])('says what it filled in for: %s', (sentence, assumption) => {
    expect(compileSentence(sentence).assumptions).toContain(assumption);
  });

  test('fills in no exit where a stop closes the position or the sentence wants none', () => {
    expect(compileSentence('RSI below 30, 2% stop').strategy.long).not.toHaveProperty('exit');
    expect(compileSentence('RSI below 30, never exit').strategy.long).not.toHaveProperty('exit');
  });

  test('does not depend on case, spacing or line breaks', () => {
    const { strategy } = compileSentence(SEED);
    expect(compileSentence(SEED.toUpperCase()).strategy).toEqual(strategy);
    expect(compileSentence(SEED.toLowerCase().replaceAll(' ', ' \n ')).strategy).toEqual(strategy);
  });
});

describe('a refusal', () => {
  test('marks the words with carets', () => {
    expect(() => compileSentence('RSI below banana and\nprice above kiwi')).toThrow(
      expect.objectContaining({
        message: 'The sentence is not understood at "banana", "kiwi".',
        details: expect.objectContaining({
          excerpt: 'RSI below banana and price above kiwi\n          ^^^^^^                 ^^^^',
        }),
      }),
    );
  });

  test.each([
    ['', 'The sentence is empty.'],
    ['  \n', 'The sentence is empty.'],
    ['2% stop', 'The sentence names no condition on which to open a position.'],
    ['exit when RSI is above 70', 'The sentence names no condition on which to open a position.'],
  ])('of %j says why', (sentence, message) => {
    expect(() => compileSentence(sentence)).toThrow(message);
  });

  test.each([
    ['RSI below 30, risk 1% per trade', 'To risk 1% per trade, a strategy needs a stop'],
    ['RSI below 30, risk 1%, take profit 2%', 'To risk 1% per trade, a strategy needs a stop'],
    ['RSI below 30, limit order 0.5% above', 'A limit order to buy lies below the close: above it, it would be filled at once.'],
    ['RSI below 30, stop order 0.5% below', 'A stop order to buy lies above the close: below it, it would be filled at once.'],
    ['short when RSI above 70, limit order 0.5% below', 'A limit order to sell short lies above the close'],
  ])('of %j says what is missing', (sentence, message) => {
    expect(() => compileSentence(sentence)).toThrow(message);
  });

  test('of a figure out of range names it', () => {
    expect(() => compileSentence('RSI below 30, stop loss 200%')).toThrow(expect.objectContaining({ code: 'STRATEGY_INVALID' }));
  });

  test('is a WickError whatever the words are', () => {
    const word = fc.oneof(fc.constantFrom(...EXAMPLES.flatMap((example) => example.split(/\b/))), fc.string({ maxLength: 6 }));
    fc.assert(
      fc.property(fc.array(word, { maxLength: 25 }), (words) => {
        expect(outcomeOf(words.join(' '))).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  test('comes for every sentence with a word that means nothing, wherever the word is', () => {
    const sentence = 'Buy when RSI is below 30 and volume is above its 20-bar average, exit when RSI is above 70, 2% stop'.split(' ');
    for (let index = 0; index <= sentence.length; index++) {
      const spoilt = sentence.toSpliced(index, 0, 'quux').join(' ');
      expect(() => compileSentence(spoilt)).toThrow('quux');
    }
  });
});

/** Understood, or refused as a refusal should be. */
function outcomeOf(sentence: string): boolean {
  try {
    return compileSentence(sentence).paraphrase !== '';
  } catch (error) {
    return error instanceof WickError;
  }
}
