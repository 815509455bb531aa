import { describe, expect, test } from '@jest/globals';
import { canonicalJson, WickError } from '@wick/core';
import { strategyArbitrary } from '@wick/core/arbitraries';
import fc from 'fast-check';
import { compileSentence } from './compile-sentence.ts';
import { paraphrase } from './paraphrase/paraphrase.ts';
import { NUMBER_WORDS } from './tokens/lemmas.ts';

/** Other words for the same thing: each is used at some of its places. */
const SAME: readonly (readonly [words: RegExp, others: readonly string[]])[] = [
  [/ /g, ['  ', '\n', '\t ', '\r\n  ']],
  [/(?<!,) and /g, [', and ', ' AND ', ' and\n']],
  [/ is above /g, [' is over ', ' is greater than ', ' > ', ' IS ABOVE ', ' is higher than ']],
  [/ is below /g, [' is under ', ' is less than ', ' < ', ' is lower than ']],
  [/ is at least /g, [' >= ', ' is greater than or equal to ', ' ≥ ']],
  [/ is at most /g, [' <= ', ' is less than or equal to ', ' ≤ ']],
  [/ crosses above /g, [' crosses over ', ' crosses up through ']],
  [/ crosses below /g, [' crosses under ']],
  [/(?<=\d)%(?! ?[a-zA-Z])/g, [' percent', ' %', ' per cent']],
  [/(?<![\w.-])\d+(?![\w.%-])/g, ['in words']],
  [/\. (?=[A-Z])/g, ['.\n', '; ', ';\n', ', ', '\n\n']],
  [/\b(Go long|Go short|Exit the|Stop loss|Take profit|Trailing stop|Use|Enter with) /g, ['GO', 'go']],
  [/ bars /g, [' candles ', ' periods ', ' BARS ']],
];

/** Words that say something else in the same place. */
const OTHER: readonly (readonly [words: RegExp, other: string])[] = [
  [/ above /g, ' below '],
  [/ below /g, ' above '],
  [/ is above /g, ' is not above '],
  [/ is below /g, " isn't below "],
  [/ is at least /g, ' is less than '],
  [/ is at most /g, ' is no longer at most '],
  [/ crosses /g, ' does not cross '],
  [/ when /g, ' when not '],
  [/ when /g, ' unless '],
  [/Go long /g, 'Go short '],
  [/Stop loss at/g, 'Take profit at'],
  [/Stop loss at/g, 'No stop loss at'],
  [/Trailing stop of/g, 'Stop loss of'],
  [/ and /g, ' or '],
  [/ or /g, ' and '],
  [/Use /g, 'Do not use '],
  [/(?<!\w)(?=\d)/g, '9'],
  [/(?<=\d)(?=%)/g, '.75'],
  [/ plus /g, ' minus '],
  [/ limit order /g, ' stop order '],
  [/ better /g, ' worse '],
  [/\bRSI\b/g, 'CCI'],
  [/ bars ago/g, ' hours ago'],
  [/the high\b/g, 'the low'],
];

/** Names stand in quotes, in which every character counts. */
const unnamed = strategyArbitrary({ maxDepth: 3 }).filter(({ name }) => name === undefined);

describe('a sentence that says the same in other words', () => {
  test('is the same strategy or refused, never another one', () => {
    const outcomes = { same: 0, refused: 0 };
    fc.assert(
      fc.property(unnamed, fc.infiniteStream(fc.nat()), fc.integer({ min: 1, max: 4 }), (strategy, chances, changes) => {
        let sentence = paraphrase(strategy);
        for (let change = 0; change < changes; change++) sentence = reworded(sentence, chances);
        const found = strategyOf(sentence);
        outcomes[found ? 'same' : 'refused']++;
        expect({ sentence, found: found ?? canonicalJson(strategy) }).toEqual({ sentence, found: canonicalJson(strategy) });
      }),
      { numRuns: 300 },
    );
    expect(outcomes.same).toBeGreaterThan(outcomes.refused);
  });

  test.each([
    'GO LONG WHEN RSI(14) IS BELOW 30. EXIT THE LONG WHEN RSI(14) IS ABOVE 70. USE 100% OF THE EQUITY.',
    'go long when rsi(14) is under thirty,\nexit the long when rsi(14) is greater than seventy,\nuse 100 percent of the equity',
    'Go  long\nwhen RSI(14) < 30;\r\n exit  the long when\tRSI(fourteen) is over 70; use 100 % of the equity',
  ])('and is understood: %s', (sentence) => {
    const strategy = compileSentence('Go long when RSI(14) is below 30. Exit the long when RSI(14) is above 70. Use 100% of the equity.').strategy;
    expect(compileSentence(sentence).strategy).toEqual(strategy);
  });
});

describe('a sentence in which a word that weighs is exchanged', () => {
  test('is another strategy or refused, never the same one', () => {
    const outcomes = { another: 0, refused: 0 };
    fc.assert(
      fc.property(unnamed, fc.nat(), fc.nat(), (strategy, which, at) => {
        const sentence = paraphrase(strategy);
        const changes = OTHER.filter(([words]) => sentence.match(words) !== null);
        const [words, other] = changes[which % changes.length]!;
        const spoilt = replaceOne(sentence, words, at, other);
        const found = strategyOf(spoilt);
        outcomes[found ? 'another' : 'refused']++;
        expect({ spoilt, same: found === canonicalJson(strategy) }).toEqual({ spoilt, same: false });
      }),
      { numRuns: 300 },
    );
    expect(outcomes.another).toBeGreaterThan(0);
  });
});

/** One kind of words, exchanged at some of its places. */
function reworded(sentence: string, chances: Iterator<number>): string {
  const draw = (): number => (chances.next().value as number);
  const fitting = SAME.filter(([words]) => sentence.match(words) !== null);
  const [words, others] = fitting[draw() % fitting.length]!;
  return sentence.replace(words, (found) => {
    const other = others[draw() % (others.length + 1)];
    if (other === undefined) return found;
    if (other === 'in words') return inWords(Number(found)) ?? found;
    if (other === 'GO') return found.toUpperCase();
    return other === 'go' ? found.toLowerCase() : other;
  });
}

const inWords = (value: number): string | undefined => (value > 20 ? undefined : Object.entries(NUMBER_WORDS).find(([, number]) => number === value)?.[0]);

function replaceOne(sentence: string, words: RegExp, at: number, other: string): string {
  const places = [...sentence.matchAll(words)];
  const { index, 0: found } = places[at % places.length]!;
  return sentence.slice(0, index) + other + sentence.slice(index + found.length);
}

/** Undefined where the sentence is refused. */
function strategyOf(sentence: string): string | undefined {
  try {
    return canonicalJson(compileSentence(sentence).strategy);
  } catch (error) {
    if (error instanceof WickError) return undefined;
    throw error;
  }
}
