import { type Expression, type Interval, signatureOf } from '@wick/core';
import { column } from '../indicators/compose.ts';
import type { IndicatorDefinitions } from '../indicators/definitions.ts';
import { type HigherPlanning, nodeOnInterval, planningOn } from './higher-planning.ts';
import type { ArithmeticOperator, NodeId } from './node.ts';
import type { NodeTable } from './node-table.ts';
import { SCALAR } from './operators/arithmetic.ts';

/** Where expressions become nodes. */
export interface Planning {
  readonly table: NodeTable;
  readonly definitions: IndicatorDefinitions;
  /** Numbers that have their node already, by identity: an indicator's definition may use its source many times. */
  readonly seen: Map<Expression, NodeId>;
  /** Of the candles that will come, if known. */
  readonly interval: Interval | undefined;
  readonly higher: Map<Interval, HigherPlanning>;
}

/** The node of a number expression, with everything below it. */
export function numberToNode(planning: Planning, expression: Expression): NodeId {
  const seen = planning.seen.get(expression);
  if (seen !== undefined) return seen;
  const id = planNumber(planning, expression);
  planning.seen.set(expression, id);
  return id;
}

function planNumber(planning: Planning, expression: Expression): NodeId {
  const { table } = planning;
  switch (expression.kind) {
    case 'number':
      return table.add({ kind: 'number', value: expression.value });
    case 'column':
      return table.add({ kind: 'column', column: expression.column });
    case 'negate':
      return arithmetic(table, '*', numberToNode(planning, expression.operand), table.add({ kind: 'number', value: -1 }));
    case 'arithmetic':
      return arithmetic(
        table,
        expression.operator,
        numberToNode(planning, expression.left),
        numberToNode(planning, expression.right),
      );
    case 'shift':
      return delay(table, numberToNode(planning, expression.operand), expression.bars);
    case 'indicator':
      return indicator(planning, expression);
    case 'higher': {
      const { interval, operand } = expression;
      const inner = planningOn(planning, interval);
      const of = numberToNode(inner, operand);
      return inner === planning ? of : nodeOnInterval(planning, 'higher', interval, of);
    }
    default:
      throw new TypeError(`${expression.kind} is a condition, not a number`);
  }
}

/** Constants are folded by the same rules as bars; the sides of + and * come in one order, so that equal sums are one node. */
function arithmetic(table: NodeTable, operator: ArithmeticOperator, left: NodeId, right: NodeId): NodeId {
  const a = table.at(left);
  const b = table.at(right);
  if (a.kind === 'number' && b.kind === 'number') {
    return table.add({ kind: 'number', value: SCALAR[operator](a.value, b.value) });
  }
  const exchanged = (operator === '+' || operator === '*') && (a.kind === 'number' || (b.kind !== 'number' && left > right));
  return table.add({ kind: 'arithmetic', operator, left: exchanged ? right : left, right: exchanged ? left : right });
}

function delay(table: NodeTable, of: NodeId, bars: number): NodeId {
  const node = table.at(of);
  return node.kind === 'delay'
    ? table.add({ kind: 'delay', of: node.of, bars: node.bars + bars })
    : table.add({ kind: 'delay', of, bars });
}

function indicator(planning: Planning, call: Extract<Expression, { kind: 'indicator' }>): NodeId {
  const { table, definitions } = planning;
  const definition = definitions[call.name];
  const signature = signatureOf(call.name);
  if ('define' in definition) {
    const outputs: Readonly<Record<string, Expression>> = definition.define(call.inputs, call.parameters);
    return numberToNode(planning, outputs[call.output]!);
  }
  const inputs = [...call.inputs, ...signature.reads.map(column)];
  const kernel = table.add({
    kind: 'kernel',
    name: call.name,
    inputs: inputs.map((input) => numberToNode(planning, input)),
    parameters: [...call.parameters],
  });
  return table.add({ kind: 'output', of: kernel, index: signature.outputs.indexOf(call.output) });
}
