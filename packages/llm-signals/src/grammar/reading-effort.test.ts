import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { compileSentence } from './compile-sentence.ts';
import { Cursor } from './reader/cursor.ts';

const peek = Object.getOwnPropertyDescriptor(Cursor.prototype, 'peek')!;
let looks = 0;

beforeAll(() => {
  const read = peek.value as (this: Cursor, ahead?: number) => unknown;
  Object.defineProperty(Cursor.prototype, 'peek', {
    ...peek,
    value(this: Cursor, ahead?: number) {
      looks++;
      return read.call(this, ahead);
    },
  });
});

afterAll(() => {
  Object.defineProperty(Cursor.prototype, 'peek', peek);
});

/** Looks at a token while a sentence is read, refused or not. */
function looksAt(sentence: string): number {
  looks = 0;
  try {
    compileSentence(sentence);
  } catch {
    // What is refused has been read as well.
  }
  return looks;
}

/** A part again and again, up to so many characters. */
const repeated = (part: string, characters: number): string => part.repeat(Math.floor(characters / part.length));

describe('a sentence twice as long takes about twice the effort, up to 4,000 characters:', () => {
  test.each([
    'RSI is below 30 and ', 'RSI below 30, ', 'RSI below 30 or ', 'buy when RSI is below 30. ', 'if RSI is below 30 ', 'volume spike, ', 'RSI and ', 'RSI, ', '20, ', '20 ', 'quux ', 'RSI above ', 'RSI is not ',
    'close plus ', 'close / ', 'MACD 12/', '12/', 'EMA 20 > ', 'both and ', 'price is above it and ', 'SMA(20) of ', 'slope of ', 'slope of SMA(20) of ', 'twice ', 'previous ', 'daily ', 'its ',
    'buy limit 1%, ', 'vice versa for shorts, ', 'exit after 10 bars, ', 'RSI crosses ', 'not ', '- ', '(', 'SMA(', 'highest ', 'on the daily ', '3 bars ago ', '2% stop, ', '"',
  ])('%s…', (part) => {
    const [half, whole] = [looksAt(repeated(part, 2000)), looksAt(repeated(part, 4000))];
    expect(whole).toBeLessThan(2.6 * half + 1000);
  });

  test('stretches of stretches are refused before they are spelt out', () => {
    const sentence = `${'('.repeat(6)}RSI is below 30${' for 100 bars)'.repeat(6)}`;
    expect(() => compileSentence(sentence)).toThrow('not understood');
    expect(looksAt(sentence)).toBeLessThan(20_000);
  });
});
