import { expect, test } from '@jest/globals';
import { textToExpression } from '@wick/core';
import { compareGroups, EQUAL, GREATER, LESS } from './compare-groups.ts';
import { expressionsToPlan } from './expressions-to-plan.ts';

const groupsOf = (...rules: string[]) => {
  const { nodes } = expressionsToPlan(rules.map((text) => textToExpression(text)), 'condition');
  return new Set(compareGroups(nodes).values());
};

test('crossings of two series in both directions are one pass', () => {
  const [group, ...others] = groupsOf('close crosses above open', 'close crosses below open');
  expect(others).toEqual([]);
  const close = group!.members.map(({ holds }) => holds).sort((a, b) => a - b);
  expect(close).toEqual([LESS, GREATER, LESS | EQUAL, GREATER | EQUAL].sort((a, b) => a - b));
});

test('a constant is on the right, and a comparison alone is in no group', () => {
  const [group] = groupsOf('rsi(14) crosses above 30', 'close > open');
  expect(group!.members.map(({ holds }) => holds)).toEqual([GREATER, LESS | EQUAL]);
  expect(groupsOf('close > open', 'close > high').size).toBe(0);
});
