import { canonicalJson, type Expression, type Strategy } from '@wick/core';

/**
 * The same strategy with its rules in one order of writing: `a > b` as `b < a`, "crosses below" as "crosses above" of the
 * other, and the sides of `and`, `or`, `==`, `!=`, `+` and `*` sorted. Nothing is turned round that changes a bit of what
 * the rules say of a bar; sums stay grouped as they were, because they round.
 */
export function strategyToNormalForm(strategy: Strategy): Strategy {
  // The parts of a node come before the node itself.
  return JSON.parse(JSON.stringify(strategy), (_key, value: unknown) => (isNode(value) ? inOrder(value) : value)) as Strategy;
}

type Sided = Extract<Expression, { left: Expression }>;

/** Only expressions have two sides. */
const isNode = (value: unknown): value is Sided => typeof value === 'object' && value !== null && 'left' in value && 'right' in value;

function inOrder(node: Sided): Expression {
  const { left, right } = node;
  switch (node.kind) {
    case 'compare':
      if (node.operator === '>') return { ...node, operator: '<', left: right, right: left };
      if (node.operator === '>=') return { ...node, operator: '<=', left: right, right: left };
      return node.operator === '==' || node.operator === '!=' ? sorted(node) : node;
    case 'cross':
      return node.direction === 'below' ? { ...node, direction: 'above', left: right, right: left } : node;
    case 'arithmetic':
      return node.operator === '+' || node.operator === '*' ? sorted(node) : node;
    case 'junction':
      return chainOf(node).sort(byText).reduce((before, after) => ({ ...node, left: before, right: after }));
  }
}

const sorted = (node: Sided): Sided => (byText(node.left, node.right) > 0 ? { ...node, left: node.right, right: node.left } : node);

/** `a`, `b` and `c` of `a and (b and c)`. */
function chainOf(node: Extract<Expression, { kind: 'junction' }>): Expression[] {
  return [node.left, node.right].flatMap((side) => (side.kind === 'junction' && side.operator === node.operator ? chainOf(side) : [side]));
}

function byText(a: Expression, b: Expression): number {
  const [textA, textB] = [canonicalJson(a), canonicalJson(b)];
  return textA < textB ? -1 : textA > textB ? 1 : 0;
}
