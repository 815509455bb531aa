import { describe, expect, test } from '@jest/globals';
import { WickError } from '@wick/core';
import { compileSentence } from '../compile-sentence.ts';
import type { Fragment } from './not-understood.ts';
import { REFUSED } from './refused-sentences.test-support.ts';
import { EXAMPLES, KNOWN_WORDS } from './vocabulary.ts';

describe('sentences that are not understood', () => {
  test.each(REFUSED)('%s', (sentence, texts, closest) => {
    const error = refusalOf(sentence);
    const fragments = error.details['fragments'] as Fragment[];
    expect(error.code).toBe('SENTENCE_NOT_UNDERSTOOD');
    expect(fragments.map(({ text }) => text)).toEqual(texts);
    expect(fragments[0]!.closest).toBe(closest);
    for (const { text, offset } of fragments) expect(sentence.slice(offset, offset + text.length)).toBe(text);
    for (const { text } of fragments) expect(error.message).toContain(`"${text}"`);
  });

  test('come with something closest that is itself understood', () => {
    const offered = REFUSED.flatMap(([sentence]) => (refusalOf(sentence).details['fragments'] as Fragment[]).map(({ closest }) => closest));
    for (const closest of new Set([...offered, ...EXAMPLES])) {
      const quoted = [...closest.matchAll(/"([^"]+)"/g)].map((match) => match[1]!);
      const phrases = closest.includes('such as') ? quoted : [closest];
      expect(phrases.filter((phrase) => !isUnderstood(phrase))).toEqual([]);
    }
  });
});

/** Phrases are parts of sentences: alone, behind an entry, or with something said of them; a spelling is one word. */
const isUnderstood = (phrase: string): boolean =>
  KNOWN_WORDS.has(phrase) ||
  [phrase, `RSI is below 30, ${phrase}`, `${phrase} is above 1`, `price is above ${phrase}`, `MACD crosses above zero, ${phrase}, stop loss of 2%`].some((sentence) => {
    try {
      return compileSentence(sentence).paraphrase !== '';
    } catch {
      return false;
    }
  });

function refusalOf(sentence: string): WickError {
  try {
    compileSentence(sentence);
  } catch (error) {
    if (error instanceof WickError) return error;
    throw error;
  }
  throw new Error(`understood: ${sentence}`);
}
