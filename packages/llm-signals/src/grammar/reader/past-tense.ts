import { type Expression, expressionToText } from '@wick/core';
import type { Token } from '../tokens/sentence-to-tokens.ts';
import { shift } from './build.ts';
import { AGO } from './joints.ts';

const THEN = [...AGO, 'yesterday', 'bar', 'candle', 'day'];

/**
 * "Crossed above its signal line 2 bars ago" says when it crossed: all of it was so then, where "is above the close 10
 * bars ago" compares with what was then.
 *
 * @param words of the condition, without its left side
 * @returns undefined where either could be meant: "was above the high 3 bars ago"
 */
export function asOfThen(condition: Expression | undefined, words: readonly Token[]): Expression | undefined {
  if (!condition || !words.some(({ isPast }) => isPast) || !THEN.includes(words.at(-1)!.text)) return condition;
  if (condition.kind === 'higher') {
    const operand = asOfThen(condition.operand, words);
    return operand && { ...condition, operand };
  }
  if ((condition.kind !== 'compare' && condition.kind !== 'cross') || condition.right.kind !== 'shift') return condition;
  const { operand, bars } = condition.right;
  if (expressionToText(operand) === expressionToText(condition.left)) return condition;
  return operand.kind === 'column' ? undefined : shift({ ...condition, right: operand }, bars);
}
