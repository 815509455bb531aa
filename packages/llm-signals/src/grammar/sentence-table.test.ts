import { describe, expect, test } from '@jest/globals';
import { strategyToText, textToStrategy } from '@wick/core';
import { compileSentence } from './compile-sentence.ts';
import { SENTENCES } from './sentences/sentences.test-support.ts';

describe('sentences', () => {
  test.each(SENTENCES)('%s', (sentence, strategy) => {
    const compilation = compileSentence(sentence);
    expect(strategyToText(compilation.strategy)).toBe(strategyToText(textToStrategy(strategy)));
    expect(compileSentence(compilation.paraphrase).strategy).toEqual(compilation.strategy);
  });

  test('are many, and none is there twice', () => {
    expect(SENTENCES.length).toBeGreaterThanOrEqual(300);
    expect(new Set(SENTENCES.map(([sentence]) => sentence)).size).toBe(SENTENCES.length);
  });
});
