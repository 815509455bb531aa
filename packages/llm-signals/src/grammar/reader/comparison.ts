import { type Expression, expressionToText } from '@wick/core';
import type { Token } from '../tokens/sentence-to-tokens.ts';

/** What is compared with in a condition; of several, in the first. */
export function levelOf(condition: Expression): Expression | undefined {
  switch (condition.kind) {
    case 'compare':
    case 'cross':
      return condition.right;
    case 'junction':
      return levelOf(condition.left);
    case 'shift':
      return levelOf(condition.operand);
    default:
      return undefined;
  }
}

/** Is it a comparison of a series with its own past, such as that of `rising`? */
export function comparesWithItself(condition: Expression): boolean {
  if (condition.kind === 'junction') return comparesWithItself(condition.left);
  if (condition.kind !== 'compare' && condition.kind !== 'cross') return false;
  const { left, right } = condition;
  return right.kind === 'shift' && expressionToText(right.operand) === expressionToText(left.kind === 'shift' ? left.operand : left);
}

/** Can it be about a price? None is zero or less. */
export const isAboutPrice = (condition: Expression): boolean => {
  const level = levelOf(condition);
  return !(level?.kind === 'number' && level.value <= 0);
};

/** Do the words speak of the subject before, such as "its average", though they can be read of the price? */
export function isOfSubject(words: readonly Token[], condition: Expression): boolean {
  const says = (...texts: readonly string[]): boolean => words.some(({ text }) => texts.includes(text));
  // "… and turning down" compares the close with itself only because it was put in for the subject.
  return says('its') || (says('average') && !words.some(({ kind }) => kind === 'number')) || (comparesWithItself(condition) && !says('close', 'price'));
}
