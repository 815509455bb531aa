import { barsUntilClosed, barsUntilClosedOver } from '../higher/candle-closes.ts';
import type { IndicatorDefinitions } from '../indicators/definitions.ts';
import type { HigherPlan, Plan } from './expressions-to-plan.ts';
import { type HigherNode, partsOfNode, type PlanNode } from './node.ts';

/** Bars before the first on which `candles` candles of a higher interval have closed. */
type BarsUntilClosed = (candles: number, higher: HigherPlan) => number;

/** Bars before the first on which each node can be known, where every candle is. */
export function warmupOfNodes(
  { nodes, higher }: Pick<Plan, 'nodes' | 'higher'>,
  definitions: IndicatorDefinitions,
  until: BarsUntilClosed = (candles, { interval, lower }) => barsUntilClosed(candles, interval, lower),
): number[] {
  const warmup: number[] = [];
  for (const node of nodes) {
    const parts = partsOfNode(node).map((part) => warmup[part]!);
    const isHigher = node.kind === 'higher' || node.kind === 'higher-condition';
    warmup.push(isHigher ? warmupOfHigher(node, higher, until) : Math.max(0, ...parts) + ownWarmup(node, definitions));
  }
  return warmup;
}

/** Bars before the first on which every root of a plan can be known, for bars with these opening times. */
export function warmupOver(plan: Plan, definitions: IndicatorDefinitions, openTimeMs: Float64Array): number {
  const warmup =
    plan.higher.length === 0
      ? plan.roots.map((root) => root.warmupBars)
      : rootsOver(plan, definitions, openTimeMs);
  return Math.max(0, ...warmup);
}

function rootsOver(plan: Plan, definitions: IndicatorDefinitions, openTimeMs: Float64Array): number[] {
  const ofNodes = warmupOfNodes(plan, definitions, (candles, { interval, lower }) =>
    barsUntilClosedOver(openTimeMs, candles, interval, lower),
  );
  return plan.roots.map((root) => ofNodes[root.node]!);
}

/** A value that needs `n` candles before its first is known when candle `n + 1` has closed. */
function warmupOfHigher({ interval, root }: HigherNode, higher: readonly HigherPlan[], until: BarsUntilClosed): number {
  const part = higher.find((each) => each.interval === interval)!;
  return until(part.plan.roots[root]!.warmupBars + 1, part);
}

function ownWarmup(node: PlanNode, definitions: IndicatorDefinitions): number {
  if (node.kind === 'delay' || node.kind === 'delay-condition') return node.bars;
  if (node.kind !== 'kernel') return 0;
  const definition = definitions[node.name];
  return 'warmup' in definition ? definition.warmup(node.parameters) : 0;
}
