import type { Expression } from '@wick/core';
import { all, column, compare, shift } from '../reader/build.ts';
import type { Phrase } from '../reader/phrase.ts';

const [open, high, low, close] = (['open', 'high', 'low', 'close'] as const).map(column) as [Expression, Expression, Expression, Expression];
const previous = (series: Expression): Expression => shift(series, 1);

/** Patterns of one or two candles, as rules on their prices. */
const PATTERNS: Readonly<Record<string, { words: readonly string[]; rule: Expression }>> = {
  green: { words: ['green candle', 'bullish candle', 'up candle', 'green bar', 'up bar', 'white candle', 'bullish bar', 'up day'], rule: compare(close, '>', open) },
  red: { words: ['red candle', 'bearish candle', 'down candle', 'red bar', 'down bar', 'black candle', 'bearish bar', 'down day'], rule: compare(close, '<', open) },
  inside: { words: ['inside bar', 'inside candle', 'inside day'], rule: all(compare(high, '<', previous(high)), compare(low, '>', previous(low))) },
  outside: { words: ['outside bar', 'outside candle', 'outside day'], rule: all(compare(high, '>', previous(high)), compare(low, '<', previous(low))) },
  gapUp: { words: ['gap up', 'gaps up'], rule: compare(open, '>', previous(high)) },
  gapDown: { words: ['gap down', 'gaps down'], rule: compare(open, '<', previous(low)) },
  bullishEngulfing: {
    words: ['bullish engulfing', 'bullish engulfing candle', 'bullish engulfing pattern'],
    rule: all(compare(previous(close), '<', previous(open)), compare(close, '>', open), compare(open, '<=', previous(close)), compare(close, '>=', previous(open))),
  },
  bearishEngulfing: {
    words: ['bearish engulfing', 'bearish engulfing candle', 'bearish engulfing pattern'],
    rule: all(compare(previous(close), '>', previous(open)), compare(close, '<', open), compare(open, '>=', previous(close)), compare(close, '<=', previous(open))),
  },
};
const WORDS = Object.fromEntries(Object.entries(PATTERNS).map(([key, pattern]) => [key, pattern.words]));
const IN_A_ROW = ['in a row', 'consecutively', 'straight'];
const MAX_RUN = 50;

/** `3 green candles in a row`, `inside bar`, `bullish engulfing`. */
export const candlePhrase: Phrase = {
  vocabulary: [...Object.values(WORDS).flat(), ...IN_A_ROW, 'consecutive', 'straight'],
  examples: ['3 green candles in a row', 'inside bar', 'bullish engulfing'],
  read: (reader) => {
    const count = reader.takeWhole() ?? 1;
    reader.take(['consecutive', 'straight']);
    const key = reader.takeKey(WORDS);
    const rule = key && PATTERNS[key]?.rule;
    if (!rule || count < 1 || count > MAX_RUN) return undefined;
    reader.take(IN_A_ROW);
    return all(...Array.from({ length: count }, (_, index) => (index === 0 ? rule : shift(rule, index))));
  },
};
