import type { Column, Expression, IndicatorName, Interval } from '@wick/core';

/** Place of a node in a plan. Parts come before wholes, so a node only refers to smaller ids. */
export type NodeId = number;

export type ArithmeticOperator = Extract<Expression, { kind: 'arithmetic' }>['operator'];

/** Greater-than is less-than with the sides exchanged. */
export type CompareOperator = '<' | '<=' | '==' | '!=';

/** A number a bar. */
export type NumberNode =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'column'; readonly column: Column }
  /** One output of a kernel node. */
  | { readonly kind: 'output'; readonly of: NodeId; readonly index: number }
  | { readonly kind: 'arithmetic'; readonly operator: ArithmeticOperator; readonly left: NodeId; readonly right: NodeId }
  /** The value `bars` bars ago. */
  | { readonly kind: 'delay'; readonly of: NodeId; readonly bars: number };

/** An indicator with memory, shared by all who use one of its outputs. */
export interface KernelNode {
  readonly kind: 'kernel';
  readonly name: IndicatorName;
  readonly inputs: readonly NodeId[];
  readonly parameters: readonly number[];
}

/**
 * A bit a bar: is the condition known to be true? There is no `not`: what is not known to be true need not be known to
 * be false, so negations are resolved when the plan is made.
 */
export type ConditionNode =
  | { readonly kind: 'truth'; readonly value: boolean }
  | { readonly kind: 'compare'; readonly operator: CompareOperator; readonly left: NodeId; readonly right: NodeId }
  | { readonly kind: 'junction'; readonly operator: 'and' | 'or'; readonly left: NodeId; readonly right: NodeId }
  | { readonly kind: 'delay-condition'; readonly of: NodeId; readonly bars: number };

/** What a root of the plan of a higher interval was at the last of its candles that has closed: a number or a condition. */
export interface HigherNode {
  readonly kind: 'higher' | 'higher-condition';
  readonly interval: Interval;
  /** Which of the roots of that plan. */
  readonly root: number;
}

export type PlanNode = NumberNode | KernelNode | ConditionNode | HigherNode;

/** The nodes of the same plan that a node reads. */
export function partsOfNode(node: PlanNode): readonly NodeId[] {
  switch (node.kind) {
    case 'number':
    case 'column':
    case 'truth':
    case 'higher':
    case 'higher-condition':
      return [];
    case 'kernel':
      return node.inputs;
    case 'output':
    case 'delay':
    case 'delay-condition':
      return [node.of];
    default:
      return [node.left, node.right];
  }
}
