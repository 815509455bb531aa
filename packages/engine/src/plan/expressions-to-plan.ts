import { checkExpression, type Expression, type ExpressionType, type Interval, typeOf, WickError } from '@wick/core';
import { INDICATOR_DEFINITIONS, type IndicatorDefinitions } from '../indicators/definitions.ts';
import { conditionToNode } from './condition-to-node.ts';
import { type NodeId, partsOfNode, type PlanNode } from './node.ts';
import { NodeTable } from './node-table.ts';
import { numberToNode, type Planning } from './number-to-node.ts';
import { warmupOfNodes } from './warmup.ts';

/** Everything that some expressions need, each thing once, parts before wholes. */
export interface Plan {
  readonly nodes: readonly PlanNode[];
  readonly roots: readonly PlanRoot[];
  /** What is computed on candles of higher intervals, each interval once. */
  readonly higher: readonly HigherPlan[];
}

/** A plan over the candles of a higher interval. Its roots are numbers and conditions. */
export interface HigherPlan {
  readonly interval: Interval;
  /** Of the bars of which the candles are made. */
  readonly lower: Interval;
  readonly plan: Plan;
}

/** The node that answers an expression. */
export interface PlanRoot {
  readonly node: NodeId;
  /**
   * Bars at the start on which the expression cannot be known, however good the candles are. Parts on higher intervals
   * are counted as though the first bar began a higher candle and none was missing; `warmupOver` counts from real times.
   */
  readonly warmupBars: number;
}

export interface PlanOptions {
  /** Of the bars; needed where a part is on a higher interval. */
  readonly interval?: Interval | undefined;
  readonly definitions?: IndicatorDefinitions;
}

/**
 * One plan for many expressions: an equal part of any two of them is computed once.
 *
 * @param wanted what all of them must be; undefined: each may be a number or a condition
 * @throws WickError STRATEGY_INVALID if an expression makes no sense or its intervals do not fit, OPTION_INVALID if the
 *   interval is needed and missing
 */
export function expressionsToPlan(expressions: readonly Expression[], wanted: ExpressionType | undefined, options: PlanOptions = {}): Plan {
  const { interval, definitions = INDICATOR_DEFINITIONS } = options;
  const planning: Planning = { table: new NodeTable(), definitions, seen: new Map(), interval, higher: new Map() };
  const roots = expressions.map((expression) => {
    const type = wanted ?? typeOf(expression);
    const problem = checkExpression(expression, type);
    if (problem) throw senseless(problem);
    return type === 'number' ? numberToNode(planning, expression) : conditionToNode(planning, expression);
  });
  return finish(planning, roots);
}

function finish(planning: Planning, roots: readonly NodeId[]): Plan {
  const higher = [...planning.higher].map(([interval, inner]) => ({
    interval,
    lower: planning.interval!,
    plan: finish(inner.planning, inner.roots),
  }));
  const { nodes, newIds } = withoutUnused(planning.table.nodes, roots);
  const warmup = warmupOfNodes({ nodes, higher }, planning.definitions);
  return {
    nodes,
    roots: roots.map((root) => {
      const node = newIds.get(root)!;
      return { node, warmupBars: warmup[node]! };
    }),
    higher,
  };
}

/** Folding leaves nodes behind that nobody reads. */
function withoutUnused(
  nodes: readonly PlanNode[],
  roots: readonly NodeId[],
): { nodes: PlanNode[]; newIds: ReadonlyMap<NodeId, NodeId> } {
  const used = new Set(roots);
  for (let id = nodes.length - 1; id >= 0; id--) {
    if (used.has(id)) partsOfNode(nodes[id]!).forEach((part) => used.add(part));
  }
  const newIds = new Map<NodeId, NodeId>();
  const kept: PlanNode[] = [];
  for (const [id, node] of nodes.entries()) {
    if (used.has(id)) newIds.set(id, kept.push(renumbered(node, newIds)) - 1);
  }
  return { nodes: kept, newIds };
}

function renumbered(node: PlanNode, newIds: ReadonlyMap<NodeId, NodeId>): PlanNode {
  switch (node.kind) {
    case 'number':
    case 'column':
    case 'truth':
    case 'higher':
    case 'higher-condition':
      return node;
    case 'kernel':
      return { ...node, inputs: node.inputs.map((input) => newIds.get(input)!) };
    case 'output':
    case 'delay':
    case 'delay-condition':
      return { ...node, of: newIds.get(node.of)! };
    default:
      return { ...node, left: newIds.get(node.left)!, right: newIds.get(node.right)! };
  }
}

const senseless = (problem: string): WickError =>
  new WickError('STRATEGY_INVALID', `The expression makes no sense: ${problem}.`, {
    remedy: 'Read it with textToExpression or check it with parseStrategy first.',
  });
