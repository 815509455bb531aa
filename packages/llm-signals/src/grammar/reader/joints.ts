import type { Expression } from '@wick/core';
import { junction } from './build.ts';
import { CHART_WORDS } from './chart.ts';

export const ANDS = ['and', 'on', 'and on', 'and is', 'with', 'while', 'together with', 'as long as', 'provided that', 'provided', 'combined with', 'and with', 'and if', 'and when', 'if', 'when', 'where', 'but', 'and also'];
export const ORS = ['or', 'or if', 'or when', 'or on'];
export const OPENERS = ['either', 'if', 'when', 'that'];
export const NOT = ['not', 'no', 'not if', 'not when', 'not while', 'not on'];
export const BOTH = ['both', 'both of', 'both is', 'both line', 'both lines', 'both lines is'];
export const TIMES = ['times', 'x', '*', 'multiplied by'];
export const PLUS = { '+': ['plus', '+'], '-': ['minus', '-'] };
/** Names that begin with a sign, which is no minus. */
export const SIGNED_NAMES = ['-DI', '-VI', 'minus DI'];
export const DIVIDED = ['divided by', '/'];
export const AGO = ['ago', 'earlier', 'before'];
export const OF_PREVIOUS = ['on previous bar', 'of previous bar', 'of previous candle', 'of prior candle', 'of prior bar', 'of last candle', 'of last bar', 'of bar before', 'of candle before'];
export const OF_YESTERDAY = ['yesterday', 'of previous day', 'of prior day', 'of yesterday', 'of day before'];
export const DAY_BEFORE = 'The day before is the bar before, which it is only on daily candles.';
export const HELD = ['for last', 'for at least', 'for', 'for past'];
export const WITHIN = ['within last', 'in last', 'during last', 'within past', 'in past', 'over last'];

/** Indicators that are percentages themselves: "RSI below 30%" is RSI below 30. */
export const IN_PERCENT: readonly string[] = ['rsi', 'roc', 'stochastic', 'stoch_rsi', 'mfi', 'bollinger_bandwidth', 'natr', 'historical_volatility', 'percent_rank'];

/** Every word of the joints between phrases. */
export const JOINT_WORDS = [
  ...ANDS, ...ORS, ...OPENERS, ...NOT, ...BOTH, ...TIMES, ...PLUS['+'], ...PLUS['-'], ...DIVIDED, ...AGO, ...WITHIN,
  ...CHART_WORDS, 'not', 'for', 'for last', 'for at least', 'consecutive', 'in a row', 'negative of', 'of', ...OF_PREVIOUS, ...OF_YESTERDAY, ',', '(', ')', '.', ';', ':', '[', ']',
];

/** `and` binds tighter than `or`; both group to the left. */
export function joinTerms(terms: readonly Expression[], joints: readonly ('and' | 'or')[]): Expression {
  const alternatives: Expression[][] = [[terms[0]!]];
  joints.forEach((joint, index) => {
    if (joint === 'or') alternatives.push([]);
    alternatives.at(-1)!.push(terms[index + 1]!);
  });
  return junction('or', alternatives.map((group) => junction('and', group)));
}
