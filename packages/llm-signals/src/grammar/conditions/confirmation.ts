import { type Expression, expressionToText } from '@wick/core';
import { column, compare, indicator, rsi, sma } from '../reader/build.ts';
import type { Leaning } from '../reader/cursor.ts';
import type { Phrase } from '../reader/phrase.ts';

/** What each witness says when it agrees with a rule. */
const WITNESSES: Readonly<Record<string, { words: readonly string[]; agrees: (leaning: Leaning) => Expression }>> = {
  rsi: { words: ['rsi'], agrees: (leaning) => compare(rsi(), sideOf(leaning), 50) },
  macd: { words: ['macd'], agrees: (leaning) => compare(indicator('macd'), sideOf(leaning), indicator('macd', [], 'signal')) },
  stochastic: {
    words: ['stochastic'],
    agrees: (leaning) => compare(indicator('stochastic'), sideOf(leaning), indicator('stochastic', [], 'd')),
  },
  volume: { words: ['volume'], agrees: () => compare(column('volume'), '>', sma(column('volume'), 20)) },
  obv: { words: ['obv', 'on balance volume'], agrees: (leaning) => compare(indicator('obv'), sideOf(leaning), sma(indicator('obv'), 20)) },
  trend: { words: ['trend'], agrees: (leaning) => compare(column('close'), sideOf(leaning), sma(column('close'), 200)) },
};

const BY = ['confirmed by', 'is confirmed by', 'confirmation by', 'confirmation from', 'confirmation of'];
const CONFIRMS = ['confirmation', 'confirms', 'confirms it', 'confirm it', 'confirmation signal', 'as confirmation'];
const WITNESS_WORDS = Object.fromEntries(Object.entries(WITNESSES).map(([key, witness]) => [key, witness.words]));

const sideOf = (leaning: Leaning): '>' | '<' => (leaning === 'bullish' ? '>' : '<');

/** `RSI confirmation`, `confirmed by volume`, `RSI confirmation (>55)`. */
export const confirmationPhrase: Phrase = {
  vocabulary: [...BY, ...CONFIRMS, ...Object.values(WITNESS_WORDS).flat()],
  examples: ['MACD crossover with RSI confirmation', 'confirmed by volume'],
  read: (reader) => {
    const asked = reader.take(BY);
    const key = reader.takeKey(WITNESS_WORDS);
    const agreement = key && WITNESSES[key]?.agrees(reader.leaning);
    if (!agreement || (!asked && !reader.take(CONFIRMS))) return undefined;
    const series = agreement.kind === 'compare' ? agreement.left : agreement;
    const said = reader.state(series);
    if (said) return said;
    // "confirmed by RSI below 40 EMA": more is said of the witness than is understood.
    reader.assume(`Confirmation by ${key === 'rsi' || key === 'macd' || key === 'obv' ? key.toUpperCase() : `the ${key}`} means ${expressionToText(agreement)}.`);
    return agreement;
  },
};
