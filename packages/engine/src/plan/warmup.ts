import type { IndicatorDefinitions } from '../indicators/definitions.ts';
import { partsOfNode, type PlanNode } from './node.ts';

/** Bars before the first on which each node can be known, where every candle is. */
export function warmupOfNodes(nodes: readonly PlanNode[], definitions: IndicatorDefinitions): number[] {
  const warmup: number[] = [];
  for (const node of nodes) {
    const parts = partsOfNode(node).map((part) => warmup[part]!);
    warmup.push(Math.max(0, ...parts) + ownWarmup(node, definitions));
  }
  return warmup;
}

function ownWarmup(node: PlanNode, definitions: IndicatorDefinitions): number {
  if (node.kind === 'delay' || node.kind === 'delay-condition') return node.bars;
  if (node.kind !== 'kernel') return 0;
  const definition = definitions[node.name];
  return 'warmup' in definition ? definition.warmup(node.parameters) : 0;
}
