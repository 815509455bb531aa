import { type Expression, expressionToText } from '@wick/core';

/** What is compared with in a condition; of several, in the first. */
export function levelOf(condition: Expression): Expression | undefined {
  switch (condition.kind) {
    case 'compare':
    case 'cross':
      return condition.right;
    case 'junction':
      return levelOf(condition.left);
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
