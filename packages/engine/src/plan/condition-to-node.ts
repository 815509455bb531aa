import type { Expression } from '@wick/core';
import { nodeOnInterval, planningOn } from './higher-planning.ts';
import type { CompareOperator, NodeId } from './node.ts';
import type { NodeTable } from './node-table.ts';
import { numberToNode, type Planning } from './number-to-node.ts';

type Comparison = Extract<Expression, { kind: 'compare' }>['operator'];

const OPPOSITE = {
  '<': '>=', '<=': '>', '>': '<=', '>=': '<', '==': '!=', '!=': '==',
} as const satisfies Record<Comparison, Comparison>;

/**
 * The node of a condition that holds where `expression` is known to be `wanted`.
 *
 * A comparison with an unknown number is unknown, and `and`, `or`, `not` follow Kleene's logic. A rule acts on what is
 * known to be true, so one bit a bar is enough when every `not` is moved inward to the comparisons: `not a < b` is
 * `a >= b`, and both are false where a number is unknown.
 */
export function conditionToNode(planning: Planning, expression: Expression, wanted = true): NodeId {
  const { table } = planning;
  switch (expression.kind) {
    case 'not':
      return conditionToNode(planning, expression.operand, !wanted);
    case 'junction': {
      const left = conditionToNode(planning, expression.left, wanted);
      const right = conditionToNode(planning, expression.right, wanted);
      return (expression.operator === 'and') === wanted ? both(table, left, right) : either(table, left, right);
    }
    case 'compare': {
      const operator = wanted ? expression.operator : OPPOSITE[expression.operator];
      return compare(table, operator, numberToNode(planning, expression.left), numberToNode(planning, expression.right));
    }
    case 'cross': {
      const left = numberToNode(planning, expression.left);
      const right = numberToNode(planning, expression.right);
      return expression.direction === 'above' ? rise(table, left, right, wanted) : rise(table, right, left, wanted);
    }
    case 'shift':
      return delay(table, conditionToNode(planning, expression.operand, wanted), expression.bars);
    case 'higher': {
      const { interval, operand } = expression;
      const inner = planningOn(planning, interval);
      const of = conditionToNode(inner, operand, wanted);
      return inner === planning ? of : nodeOnInterval(planning, 'higher-condition', interval, of);
    }
    default:
      throw new TypeError(`${expression.kind} is a number, not a condition`);
  }
}

/** `a` gets above `b`: it is above now and was not on the bar before. Known where all four numbers are. */
function rise(table: NodeTable, a: NodeId, b: NodeId, wanted: boolean): NodeId {
  const above = compare(table, '>', a, b);
  const notAbove = compare(table, '<=', a, b);
  if (wanted) return both(table, above, delay(table, notAbove, 1));
  const known = either(table, above, notAbove);
  return either(
    table,
    both(table, notAbove, delay(table, known, 1)),
    both(table, above, delay(table, above, 1)),
  );
}

function compare(table: NodeTable, comparison: Comparison, a: NodeId, b: NodeId): NodeId {
  if (comparison === '>') return compare(table, '<', b, a);
  if (comparison === '>=') return compare(table, '<=', b, a);
  const folded = foldComparison(table, comparison, a, b);
  if (folded !== undefined) return table.add({ kind: 'truth', value: folded });
  const symmetric = comparison === '==' || comparison === '!=';
  const exchanged = symmetric && (isConstant(table, a) || (a > b && !isConstant(table, b)));
  return table.add({ kind: 'compare', operator: comparison, left: exchanged ? b : a, right: exchanged ? a : b });
}

/** What a comparison answers on every bar, if that is known without any. */
function foldComparison(table: NodeTable, operator: CompareOperator, a: NodeId, b: NodeId): boolean | undefined {
  if (a === b && (operator === '<' || operator === '!=')) return false;
  const left = table.at(a);
  const right = table.at(b);
  if (left.kind === 'number' && Number.isNaN(left.value)) return false;
  if (right.kind === 'number' && Number.isNaN(right.value)) return false;
  if (left.kind !== 'number' || right.kind !== 'number') return undefined;
  switch (operator) {
    case '<':
      return left.value < right.value;
    case '<=':
      return left.value <= right.value;
    case '==':
      return left.value === right.value;
    case '!=':
      return left.value !== right.value;
  }
}

const isConstant = (table: NodeTable, id: NodeId): boolean => table.at(id).kind === 'number';

function both(table: NodeTable, left: NodeId, right: NodeId): NodeId {
  return junction(table, 'and', left, right);
}

function either(table: NodeTable, left: NodeId, right: NodeId): NodeId {
  return junction(table, 'or', left, right);
}

function junction(table: NodeTable, operator: 'and' | 'or', left: NodeId, right: NodeId): NodeId {
  if (left === right) return left;
  for (const [side, other] of [[left, right], [right, left]] as const) {
    const node = table.at(side);
    // `or` is decided by a true side, `and` by a false one; the other constant leaves the other side.
    if (node.kind === 'truth') return node.value === (operator === 'or') ? side : other;
  }
  return table.add({ kind: 'junction', operator, left: Math.min(left, right), right: Math.max(left, right) });
}

/** What never holds did not hold before the first bar either. */
function delay(table: NodeTable, of: NodeId, bars: number): NodeId {
  const node = table.at(of);
  if (node.kind === 'truth' && !node.value) return of;
  return node.kind === 'delay-condition'
    ? table.add({ kind: 'delay-condition', of: node.of, bars: node.bars + bars })
    : table.add({ kind: 'delay-condition', of, bars });
}
