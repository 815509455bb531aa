import type { Expression } from '@wick/core';
import { all, column, compare, indicator, shift } from '../reader/build.ts';
import type { Leaning } from '../reader/cursor.ts';
import type { Phrase } from '../reader/phrase.ts';

const [open, high, low, close] = (['open', 'high', 'low', 'close'] as const).map(column) as [Expression, Expression, Expression, Expression];
const previous = (series: Expression): Expression => shift(series, 1);

interface Pattern {
  readonly words: readonly string[];
  readonly rule: Expression;
  /** Which side the words themselves are for. */
  readonly leans?: Leaning;
  /** What the words mean, where that is not plain. */
  readonly note?: string;
}

const UP_DAY = 'An up or down day is a bar that closes above or below the close before.';
const ENGULFING = 'An engulfing candle is one whose body covers that of the candle before, which closed the other way.';
const GAP = 'A gap is an open beyond the high or low of the bar before.';

/** Patterns of one or two candles, as rules on their prices. */
const PATTERNS: Readonly<Record<string, Pattern>> = {
  green: { words: ['green candle', 'candle is green', 'candle closes green', 'it closes green', 'closes green', 'bar is green', 'bullish candle', 'up candle', 'green bar', 'up bar', 'white candle', 'bullish bar'], rule: compare(close, '>', open) },
  red: { words: ['red candle', 'candle is red', 'candle closes red', 'it closes red', 'closes red', 'bar is red', 'bearish candle', 'down candle', 'red bar', 'down bar', 'black candle', 'bearish bar'], rule: compare(close, '<', open) },
  upDay: { words: ['up day', 'green day', 'positive day', 'winning day'], rule: compare(close, '>', previous(close)), note: UP_DAY },
  downDay: { words: ['down day', 'red day', 'negative day', 'losing day'], rule: compare(close, '<', previous(close)), note: UP_DAY },
  greenHeikinAshi: { words: ['green heikin ashi candle', 'green heikin ashi', 'heikin ashi is green', 'heikin ashi candle is green', 'bullish heikin ashi candle'], rule: compare(indicator('heikin_ashi'), '>', indicator('heikin_ashi', [], 'open')) },
  redHeikinAshi: { words: ['red heikin ashi candle', 'red heikin ashi', 'heikin ashi is red', 'heikin ashi candle is red', 'bearish heikin ashi candle'], rule: compare(indicator('heikin_ashi'), '<', indicator('heikin_ashi', [], 'open')) },
  inside: { words: ['inside bar', 'inside candle', 'inside day'], rule: all(compare(high, '<', previous(high)), compare(low, '>', previous(low))) },
  outside: { words: ['outside bar', 'outside candle', 'outside day'], rule: all(compare(high, '>', previous(high)), compare(low, '<', previous(low))) },
  gapUp: { words: ['gap up', 'gaps up'], rule: compare(open, '>', previous(high)), note: GAP },
  gapDown: { words: ['gap down', 'gaps down'], rule: compare(open, '<', previous(low)), note: GAP },
  bullishEngulfing: {
    words: ['bullish engulfing', 'bullish engulfing candle', 'bullish engulfing pattern'],
    rule: all(compare(previous(close), '<', previous(open)), compare(close, '>', open), compare(open, '<=', previous(close)), compare(close, '>=', previous(open))),
    leans: 'bullish',
    note: ENGULFING,
  },
  bearishEngulfing: {
    words: ['bearish engulfing', 'bearish engulfing candle', 'bearish engulfing pattern'],
    rule: all(compare(previous(close), '>', previous(open)), compare(close, '<', open), compare(open, '>=', previous(close)), compare(close, '<=', previous(open))),
    leans: 'bearish',
    note: ENGULFING,
  },
};
const WORDS = Object.fromEntries(Object.entries(PATTERNS).map(([key, pattern]) => [key, pattern.words]));
const IN_A_ROW = ['in a row', 'consecutively', 'straight'];
const MAX_RUN = 50;

/** `3 green candles in a row`, `inside bar`, `bullish engulfing`. */
export const candlePhrase: Phrase = {
  vocabulary: [...Object.values(WORDS).flat(), ...IN_A_ROW, 'consecutive', 'straight', 'previous', 'prior'],
  examples: ['3 green candles in a row', 'inside bar', 'bullish engulfing'],
  read: (reader) => {
    const before = reader.take(['previous', 'prior']);
    const count = reader.takeWhole() ?? 1;
    if (before && count > 1) return undefined;
    reader.take(['consecutive', 'straight']);
    const key = reader.takeKey(WORDS);
    const { rule, leans, note } = key && PATTERNS[key] ? PATTERNS[key] : {};
    // An "inside bar breakout" is one from that bar, not from a channel.
    if (!rule || count < 1 || count > MAX_RUN || reader.sees(['breakout', 'breakdown'])) return undefined;
    if (note) reader.assume(note);
    if (leans) reader.leanTo(leans);
    reader.take(IN_A_ROW);
    return before ? shift(rule, 1) : all(...Array.from({ length: count }, (_, index) => (index === 0 ? rule : shift(rule, index))));
  },
};
