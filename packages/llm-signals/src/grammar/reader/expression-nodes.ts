import { type Expression, partsOf } from '@wick/core';

const counts = new WeakMap<Expression, number>();

/** How many nodes an expression has when it is written out; parts that are shared count each time. */
export function nodesOf(expression: Expression): number {
  let count = counts.get(expression);
  if (count === undefined) {
    count = 1 + partsOf(expression).reduce((sum, part) => sum + nodesOf(part), 0);
    counts.set(expression, count);
  }
  return count;
}
