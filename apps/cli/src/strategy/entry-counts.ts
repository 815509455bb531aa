import { countBits, type Expression, expressionToText, type Frame, type Side, type Strategy } from '@wick/core';
import { computeCondition } from '@wick/engine';

/** How often a condition was known to be true. */
export interface ConditionCount {
  readonly condition: string;
  readonly bars: number;
}

/** The same for an entry rule, and for each part that it joins with `and`; empty where it joins none. */
export interface EntryCount extends ConditionCount {
  readonly side: Side;
  readonly parts: readonly ConditionCount[];
}

/** Counts over all bars of a frame, why a strategy enters seldom or never. */
export function entryCounts(frame: Frame, { long, short }: Strategy): EntryCount[] {
  const count = (condition: Expression): ConditionCount => ({
    condition: expressionToText(condition),
    bars: countBits(computeCondition(frame, condition, frame.series.interval)),
  });
  const entry = (side: Side, rule: Expression): EntryCount => {
    const parts = partsOf(rule);
    return { side, ...count(rule), parts: parts.length > 1 ? parts.map(count) : [] };
  };
  return [...(long ? [entry('long', long.entry)] : []), ...(short ? [entry('short', short.entry)] : [])];
}

/** `a`, `b` and `c` of `a and b and c`. */
const partsOf = (rule: Expression): Expression[] =>
  rule.kind === 'junction' && rule.operator === 'and' ? [...partsOf(rule.left), ...partsOf(rule.right)] : [rule];
