import type { Expression } from '@wick/core';
import { column, sma } from '../reader/build.ts';
import type { Phrase } from '../reader/phrase.ts';

const USUAL_BARS = 20;

const ratio = (left: Expression, right: Expression): Expression => ({ kind: 'arithmetic', operator: '/', left, right });
const difference = (left: Expression, right: Expression): Expression => ({ kind: 'arithmetic', operator: '-', left, right });

/** Quotients with a name of their own, and what each is, as it is told. */
const RATIOS: Readonly<Record<string, { words: readonly string[]; value: Expression; is: string }>> = {
  relativeVolume: {
    words: ['relative volume', 'rvol', 'volume ratio'],
    value: ratio(column('volume'), sma(column('volume'), USUAL_BARS)),
    is: `Relative volume is the volume divided by its ${USUAL_BARS}-bar average.`,
  },
  internalBarStrength: {
    words: ['ibs', 'internal bar strength'],
    value: ratio(difference(column('close'), column('low')), difference(column('high'), column('low'))),
    is: "The internal bar strength is the close's place between low (0) and high (1).",
  },
};
const WORDS = Object.fromEntries(Object.entries(RATIOS).map(([key, { words }]) => [key, words]));

/** `relative volume`, `IBS`. */
export const namedRatioPhrase: Phrase = {
  vocabulary: Object.values(WORDS).flat(),
  examples: ['relative volume above 2', 'IBS below 0.2'],
  read: (reader) => {
    const key = reader.takeKey(WORDS);
    const found = key && RATIOS[key];
    if (!found) return undefined;
    reader.assume(found.is);
    return found.value;
  },
};
