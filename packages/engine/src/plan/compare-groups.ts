import type { CompareOperator, NodeId, PlanNode } from './node.ts';

type CompareNode = Extract<PlanNode, { kind: 'compare' }>;

/* How one number stands to another, as bits. */
export const LESS = 1;
export const GREATER = 2;
export const EQUAL = 4;

/** Comparisons of the same two numbers, which one pass over both answers. */
export interface CompareGroup {
  /** The side whose node comes first is `left`; a constant is `right`. */
  readonly left: NodeId;
  readonly right: NodeId;
  /** In the order of the plan, and for which of {@link LESS}, {@link GREATER} and {@link EQUAL} each is true. */
  readonly members: readonly { readonly id: NodeId; readonly holds: number }[];
}

const HOLDS: Readonly<Record<CompareOperator, number>> = { '<': LESS, '<=': LESS | EQUAL, '==': EQUAL, '!=': LESS | GREATER };

/**
 * Comparisons that have company: `a crosses above b` and `a crosses below b` are four of the same two series. By the id of
 * each member; a comparison on its own is in no group.
 */
export function compareGroups(nodes: readonly PlanNode[]): ReadonlyMap<NodeId, CompareGroup> {
  const byPair = new Map<string, { left: NodeId; right: NodeId; members: { id: NodeId; holds: number }[] }>();
  for (const [id, node] of nodes.entries()) {
    if (node.kind !== 'compare') continue;
    const [left, right] = sidesOf(node, nodes);
    const key = `${left} ${right}`;
    const group = byPair.get(key) ?? { left, right, members: [] };
    byPair.set(key, group);
    group.members.push({ id, holds: node.left === left ? HOLDS[node.operator] : mirrored(HOLDS[node.operator]) });
  }
  const groups = [...byPair.values()].filter(({ members }) => members.length > 1);
  return new Map(groups.flatMap((group) => group.members.map(({ id }) => [id, group] as const)));
}

function sidesOf({ left, right }: CompareNode, nodes: readonly PlanNode[]): [NodeId, NodeId] {
  const exchanged = nodes[left]!.kind === 'number' || (nodes[right]!.kind !== 'number' && left > right);
  return exchanged ? [right, left] : [left, right];
}

/** What holds of `b` and `a` where this holds of `a` and `b`. */
const mirrored = (holds: number): number => (holds & EQUAL) | ((holds & LESS) * 2) | ((holds & GREATER) / 2);
