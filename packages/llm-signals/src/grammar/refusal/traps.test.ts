import { describe, expect, test } from '@jest/globals';
import { WickError } from '@wick/core';
import { compileSentence } from '../compile-sentence.ts';
import { TRAPS } from './traps.test-support.ts';

describe('a sentence that could be misread is refused with the word in it:', () => {
  test.each(TRAPS)('%s', (sentence, word) => {
    expect(refusalOf(sentence)).toContain(word);
  });
});

function refusalOf(sentence: string): string {
  try {
    compileSentence(sentence);
  } catch (error) {
    if (error instanceof WickError && ['SENTENCE_NOT_UNDERSTOOD', 'STRATEGY_INVALID'].includes(error.code)) return error.message;
    throw error;
  }
  return 'understood';
}
