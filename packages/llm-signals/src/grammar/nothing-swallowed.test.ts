import { describe, expect, test } from '@jest/globals';
import { strategyToText, WickError } from '@wick/core';
import fc from 'fast-check';
import { RULE_VERBS } from './clauses/rule-clause.ts';
import { compileSentence } from './compile-sentence.ts';
import { CHART_WORDS } from './reader/chart.ts';
import { wordsOf } from './reader/cursor.ts';
import { SENTENCES } from './sentences/sentences.test-support.ts';
import { sentenceToTokens, type Token } from './tokens/sentence-to-tokens.ts';

/** Words that only join, open or name a rule: all that may stand outside of what is listed as understood. */
const JOINING: ReadonlySet<string> = new Set(
  [
    ...Object.values(RULE_VERBS).flat(), ',', '.', ';', ':', '!', '/', '|', '(', ')', 'and', 'or', 'with', 'but', 'plus', 'while', 'when', 'if', 'on', 'at', 'after', 'as soon as', 'as long as', 'where',
    'either', 'both', 'that', 'provided that', 'together', 'combined', 'every time', 'in case of', 'upon', 'for', 'only', 'in', 'unless', 'except', 'then', 'we', 'i', 'want to', 'would like to', 'you should',
    'let us', "let's", 'strategy', 'which', 'trading', 'bot', 'test', 'backtest', 'rule', 'trade', 'signal', 'idea', 'mean reversion', 'trend following', 'swing', 'breakout', 'momentum', 'position', 'is', 'hold', 'at market',
    'or until', 'whichever comes first', ...CHART_WORDS,
  ].flatMap(wordsOf),
);
/** One that is lost turns the meaning round, or is a figure. */
const WEIGHTY = ['not', 'no', 'less', 'daily', '2', 'except', '5%', 'never', 'weekly', 'half', 'without', 'unless', '1.5', 'twice'];
/** Words tried in each sentence: all of them at all places would take minutes. */
const TRIED = 3;

describe('no word of a sentence is swallowed:', () => {
  test('each is in what is listed as understood, or joins parts of it', () => {
    expect(SENTENCES.filter(([sentence]) => unaccounted(sentence).length > 0)).toEqual([]);
  });

  test('a word that weighs, put anywhere into a sentence, is refused or changes what is understood', () => {
    const swallowed: string[] = [];
    SENTENCES.forEach(([sentence], row) => {
      const words = sentence.split(' ');
      const before = outcomeOf(sentence);
      for (let index = row * TRIED; index < (row + 1) * TRIED; index++) {
        const spoilt = words.toSpliced((index * 7) % (words.length + 1), 0, WEIGHTY[index % WEIGHTY.length]!).join(' ');
        if (outcomeOf(spoilt) === before) swallowed.push(spoilt);
      }
    });
    expect(swallowed).toEqual([]);
  });

  test('a figure or a negation, taken out of a sentence, is missed', () => {
    // One bar, one part of risk and one entry are what their words say without the figure.
    const needless = SENTENCES.flatMap(([sentence]) => {
      const before = outcomeOf(sentence);
      return tokensOf(sentence)
        .filter(({ kind, text, value }) => (kind === 'number' && value !== 1) || ['not', 'no', 'never', 'unless', 'or', 'less', 'without'].includes(text))
        .filter(({ offset, end }) => outcomeOf(`${sentence.slice(0, offset)} ${sentence.slice(end)}`) === before)
        .map(({ text }) => `${sentence} without ${text}`);
    });
    expect(needless).toEqual([]);
  });

  test('a sentence with words left out, exchanged or misspelt is refused or accounts for each that is left', () => {
    const indices = fc.tuple(fc.nat(), fc.nat(), fc.constantFrom('drop', 'exchange', 'misspell', 'repeat'));
    fc.assert(
      fc.property(fc.constantFrom(...SENTENCES), fc.array(indices, { minLength: 1, maxLength: 3 }), ([sentence], changes) => {
        const spoilt = changes.reduce((words, [at, to, how]) => spoil(words, at, to, how), sentence.split(' ')).join(' ');
        expect({ spoilt, unaccounted: unaccounted(spoilt) }).toEqual({ spoilt, unaccounted: [] });
      }),
      { numRuns: 800 },
    );
  });
});

function spoil(words: readonly string[], at: number, to: number, how: string): string[] {
  if (words.length === 0) return [];
  const [first, second] = [at % words.length, to % words.length];
  const word = words[first] ?? '';
  if (how === 'drop') return words.toSpliced(first, 1);
  if (how === 'repeat') return words.toSpliced(second, 0, word);
  if (how === 'misspell') return words.with(first, word.slice(0, -2) + word.slice(-1) + word.slice(-2, -1));
  return words.with(first, words[second] ?? '').with(second, word);
}

const tokensOf = (sentence: string): Token[] => sentenceToTokens(sentence).slice(0, -1);

/** Words that are neither in what was understood nor joining. A refusal, which names words, accounts for all. */
function unaccounted(sentence: string): string[] {
  try {
    const { understood } = compileSentence(sentence);
    return tokensOf(sentence)
      .filter(({ offset, end }) => !understood.some((part) => part.offset <= offset && end <= part.offset + part.text.length))
      .map(({ text }) => text)
      .filter((text) => !JOINING.has(text));
  } catch (error) {
    if (error instanceof WickError) return [];
    throw error;
  }
}

/** What came of a sentence, with all that was filled in. */
function outcomeOf(sentence: string): string {
  try {
    const { strategy, assumptions } = compileSentence(sentence);
    return [strategyToText(strategy), ...assumptions].join('\n');
  } catch {
    return `refused ${sentence}`;
  }
}
