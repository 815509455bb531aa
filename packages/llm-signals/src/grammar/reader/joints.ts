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

export type Joint = 'and' | 'or';

/** A condition behind another one. */
export interface Joined<Kind> {
  readonly joint: Kind;
  readonly term: Expression;
  /** Place of its first token. */
  readonly start: number;
  readonly comma: boolean;
  /** Is it about what the one before was about, such as `or above 70`? */
  readonly goesOn: boolean;
}

/**
 * `and` binds tighter than `or`, and both group to the left. What goes on about the same subject belongs together
 * before that: `price above EMA 200 and RSI below 30 or above 70`; and so does `either … or …` before a comma.
 */
export function joinTerms(first: Expression, joined: readonly Joined<Joint>[], either: boolean): { condition: Expression; isMixed: boolean } {
  const joints = joined.map(({ joint }) => joint);
  const all = [first, ...joined.map(({ term }) => term)];
  if (!mixes(joints)) return { condition: joinPlainly(all, joints), isMixed: false };
  const closing = either ? joined.findIndex(({ joint, comma }, index) => joint === 'and' && comma && joints.slice(0, index).includes('or')) : -1;
  if (closing >= 0) {
    const group = joinTerms(first, joined.slice(0, closing), false);
    const { start, joint, term } = joined[closing]!;
    const rest = joinTerms(group.condition, [{ start, joint, term, comma: true, goesOn: false }, ...joined.slice(closing + 1)], false);
    return { condition: rest.condition, isMixed: group.isMixed || rest.isMixed };
  }
  return joinRuns(first, joined);
}

/** In `A, B or C` a comma is what the next joint is; without one, `and`. */
export function withoutCommas(joined: readonly Joined<Joint | 'comma'>[]): Joined<Joint>[] {
  let next: Joint = 'and';
  return joined.toReversed().map((each) => ({ ...each, joint: each.joint === 'comma' ? next : (next = each.joint) })).reverse();
}

/** Each stretch about one subject, then all of them. */
function joinRuns(first: Expression, joined: readonly Joined<Joint>[]): { condition: Expression; isMixed: boolean } {
  const runs: { terms: Expression[]; joints: Joint[] }[] = [{ terms: [first], joints: [] }];
  const between: Joint[] = [];
  for (const { joint, term, goesOn } of joined) {
    if (goesOn) {
      runs.at(-1)!.terms.push(term);
      runs.at(-1)!.joints.push(joint);
    } else {
      runs.push({ terms: [term], joints: [] });
      between.push(joint);
    }
  }
  const terms: Expression[] = [];
  const joints: Joint[] = [];
  runs.forEach((run, index) => {
    if (index > 0) joints.push(between[index - 1]!);
    if (run.joints.includes('or')) terms.push(joinPlainly(run.terms, run.joints));
    else {
      terms.push(...run.terms);
      joints.push(...run.joints);
    }
  });
  return { condition: joinPlainly(terms, joints), isMixed: mixes(joints) || runs.some((run) => mixes(run.joints)) };
}

const mixes = (joints: readonly Joint[]): boolean => joints.includes('and') && joints.includes('or');

function joinPlainly(terms: readonly Expression[], joints: readonly Joint[]): Expression {
  const alternatives: Expression[][] = [[terms[0]!]];
  joints.forEach((joint, index) => {
    if (joint === 'or') alternatives.push([]);
    alternatives.at(-1)!.push(terms[index + 1]!);
  });
  return junction('or', alternatives.map((group) => junction('and', group)));
}
